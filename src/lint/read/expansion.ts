/** Values of all objects in a file of rendered charts: thousands of objects have 200 each. */
const MOST_VALUES = 1_000_000;
/** The deepest schemas of Kubernetes nest about 80 levels. */
export const DEEPEST = 300;

export const TOO_DEEP = `it nests deeper than ${DEEPEST} levels: no object of Kubernetes does`;
export const TOO_MANY =
  'it stands for more than a million values by its aliases: write less of them';

interface Size {
  readonly values: number;
  readonly depth: number;
}

/**
 * Why a document cannot be walked through, if so. Anchors make a few lines stand for billions of
 * values or for endless ones; what is shared is counted once for each place where it stands.
 */
export function refusal(root: unknown): string | undefined {
  try {
    const { values } = sizeOf(root, new Map(), 0);
    return values > MOST_VALUES ? TOO_MANY : undefined;
  } catch (error) {
    if (error instanceof Unwalkable) return error.message;
    throw error;
  }
}

class Unwalkable extends Error {}

function sizeOf(value: unknown, known: Map<object, Size | undefined>, level: number): Size {
  if (typeof value !== 'object' || value === null) return { values: 1, depth: 0 };
  const found = known.get(value);
  if (found) return deepened(found, level);
  if (known.has(value)) throw new Unwalkable('an anchor contains itself: write the values out');
  known.set(value, undefined);
  let values = 1;
  let depth = 0;
  deepened({ values, depth }, level);
  for (const each of Object.values(value)) {
    const part = sizeOf(each, known, level + 1);
    values += part.values;
    depth = Math.max(depth, part.depth + 1);
  }
  const size = { values, depth };
  known.set(value, size);
  return size;
}

function deepened(size: Size, level: number): Size {
  if (level + size.depth > DEEPEST) {
    throw new Unwalkable(TOO_DEEP);
  }
  return size;
}
