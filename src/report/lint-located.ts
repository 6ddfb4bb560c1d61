import type { Finding } from '../lint/finding';
import { positionOf } from '../lint/read/position';
import type { LocatedFinding } from './lint-finding';

/** Findings with their lines, of files as they were read, from the first line to the last. */
export function located(
  findings: readonly Finding[],
  sources: readonly { readonly file: string; readonly text: string }[],
): readonly LocatedFinding[] {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const order = new Map(sources.map(({ file }, at) => [file, at]));
  const at = ({ object }: Finding): number => order.get(object.file) ?? sources.length;
  return findings
    .map((finding) => {
      const { file, document, within } = finding.object;
      const path = [...within, ...finding.path];
      return { ...finding, ...positionOf(texts.get(file) ?? '', document, path, finding.words) };
    })
    .sort((a, b) => at(a) - at(b) || a.line - b.line || a.column - b.column);
}
