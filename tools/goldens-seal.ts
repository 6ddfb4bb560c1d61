/**
 * A change of a golden must be told in CHANGELOG.md. As a clone may come without history, the
 * Unreleased section carries a seal: the digest of the goldens, and of the section that tells of
 * them. Only goldens that changed together with the section are sealed anew.
 */
import { createHash } from 'node:crypto';

export interface Seal {
  readonly goldens: string;
  readonly section: string;
}

const SEAL = /^<!-- goldens: (\w+), told in: (\w+) -->\n\n?/m;
const UNRELEASED = /^## \[Unreleased\]\n([\s\S]*?)(?=^## |(?![\s\S]))/m;

const digest = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 16);

function unreleased(changelog: string): string {
  const section = UNRELEASED.exec(changelog)?.[1];
  if (section === undefined) throw new Error('CHANGELOG.md has no section "## [Unreleased]"');
  return section;
}

export function goldensSeal(changelog: string): Seal | undefined {
  const found = SEAL.exec(unreleased(changelog));
  return found ? { goldens: found[1], section: found[2] } : undefined;
}

/** The changelog with its seal renewed; an error if it does not tell of the new goldens. */
export function changelogWith(goldens: string, changelog: string): string {
  const seal = goldensSeal(changelog);
  if (seal?.goldens === goldens) return changelog;
  const told = unreleased(changelog).replace(SEAL, '').trim();
  if (told === '' || seal?.section === digest(told)) {
    throw new Error(
      'expected/ has changed: say why under "Unreleased" in CHANGELOG.md, then run `npx projen examples:update` again',
    );
  }
  const sealed = `## [Unreleased]\n\n<!-- goldens: ${goldens}, told in: ${digest(told)} -->\n\n${told}\n\n`;
  return `${changelog.replace(UNRELEASED, () => sealed).trimEnd()}\n`;
}
