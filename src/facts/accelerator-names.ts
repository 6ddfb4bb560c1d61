import { type Guess, guess } from '../violations';

/** What a name is compared by. */
interface Named {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly memoryGiB: number;
}

/** A name without what says nothing of the card. */
interface CardName {
  readonly card: string;
  readonly memoryGB?: number;
}

const MEMORY = /(?:^|[^a-z0-9])(\d+)-?(?:gb?|gib)(?![a-z0-9])/;

const DECORATION =
  /^(nvidia|amd|instinct|geforce|tesla|hgx|dgx|server|workstation|edition|generation|tensor|core|gpu|oam|hbm\d?e?)$/;

/** `H100` and 80 of `NVIDIA H100 80GB HBM3`. */
function cardName(name: string): CardName {
  const words = name.toLowerCase().replace(/[\s_/()[\],-]+/g, '-');
  const memory = words.match(MEMORY)?.[1];
  const parts = words.replace(MEMORY, '').split('-');
  const card = parts.filter((part) => !DECORATION.test(part)).join('');
  return {
    card: card.replace(/sxm\d$/, 'sxm'),
    ...(memory === undefined ? {} : { memoryGB: Number(memory) }),
  };
}

/** The one row that `name` stands for: its card, and its memory where several have that card. */
export function rowNamed<T extends Named>(rows: readonly T[], name: string): T | undefined {
  const { card, memoryGB } = cardName(name);
  if (card === '') return undefined;
  const named = rows.flatMap((row) =>
    [row.id, ...(row.aliases ?? [])]
      .map(cardName)
      .filter((known) => known.card === card)
      .map((known) => ({ row, ...known })),
  );
  const same = named.find((known) => known.memoryGB === memoryGB);
  if (same) return same.row;
  const able = named
    .filter(({ row }) => memoryGB === undefined || holds(row, memoryGB))
    .map(({ row }) => row);
  return new Set(able).size === 1 ? able[0] : undefined;
}

/** Whether a card is sold under that size: drivers show 3 to 10 % less, and round up at most 3 %. */
function holds({ memoryGiB }: Named, soldGB: number): boolean {
  return soldGB >= 0.97 * memoryGiB && soldGB <= 1.1 * memoryGiB;
}

/** What is said about a name that is none of `ids`: another family would send its reader astray. */
export function guessCard(name: string, ids: readonly string[], otherwise: string): Guess {
  const family = familyOf(name);
  const related = ids.filter((id) => familyOf(id) === family);
  if (family !== undefined && related.length > 0) {
    const { listed, fix } = guess(name, related, otherwise);
    return { listed, fix };
  }
  const sorted = [...ids].sort();
  const after = sorted.findIndex((id) => id.toLowerCase() > name.toLowerCase());
  const start = Math.max(0, (after < 0 ? sorted.length : after) - 2);
  return { listed: `such as ${sorted.slice(start, start + 4).join(', ')}`, fix: otherwise };
}

/** Leading letters and first digit: `h1` of `H100-SXM`, `rtx4` of `RTX-4090`. */
function familyOf(name: string): string | undefined {
  return cardName(name).card.match(/^[a-z]+\d/)?.[0];
}
