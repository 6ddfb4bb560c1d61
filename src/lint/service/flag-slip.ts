import { knownFlags } from '../../engines/vllm/flags';
import { editDistance } from '../../violations';

/** Shorter names are near to many, and longer ones a slip of none. */
const SHORTEST_NAME = 10;
const LONGEST_NAME = 80;

const FEW_LETTERS = 2;

/** Fleets are made of a few kinds of servers. */
const found = new Map<string, string | undefined>();

/** The flag of vLLM that one which no version has is a few letters from. */
export function flagMeant(flag: string): string | undefined {
  if (flag.length > LONGEST_NAME) return undefined;
  if (!found.has(flag)) found.set(flag, meantBy(flag));
  return found.get(flag);
}

function meantBy(flag: string): string | undefined {
  // What follows a dot is a key of a JSON value, and a plus adds to a list.
  const [written] = flag.split(/[.+]/);
  const prefix = written.startsWith('--no-') ? '--no-' : '--';
  const name = `--${written.slice(prefix.length)}`;
  if (!/^--[a-z\d-]+$/.test(name) || name.length < SHORTEST_NAME || knownFlags.has(written)) {
    return undefined;
  }
  // argparse takes the beginning of a name for the whole.
  const all = [...knownFlags];
  if (all.some((known) => known.startsWith(name))) return undefined;
  const near = all
    .filter((known) => Math.abs(known.length - name.length) <= FEW_LETTERS)
    .map((known) => ({ known, letters: editDistance(name, known) }))
    .filter(({ letters }) => letters <= FEW_LETTERS)
    .sort((a, b) => a.letters - b.letters)[0];
  return near && `${prefix}${near.known.slice(2)}`;
}
