import type { Finding } from '../lint/finding';
import { positionOf } from '../lint/read/position';
import type { LocatedFinding } from './lint-finding';

/** Findings with their lines, of files as they were read. */
export function located(
  findings: readonly Finding[],
  sources: readonly { readonly file: string; readonly text: string }[],
): readonly LocatedFinding[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  return findings.map((finding) => {
    const { file, document, within } = finding.object;
    const path = [...within, ...finding.path];
    return { ...finding, ...positionOf(texts.get(file) ?? '', document, path, finding.words) };
  });
}
