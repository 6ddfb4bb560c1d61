import type { Finding } from './finding';
import type { Json, JsonObject, ManifestObject, Path } from './view/place';
import type { LintView } from './view/view';

/** In the order of files, documents and lines, then of rules; what is said twice is kept once. */
export function sorted(view: LintView, findings: readonly Finding[]): readonly Finding[] {
  const order = new Map<ManifestObject, number>(view.objects.map((object, at) => [object, at]));
  const keyed = new Map<string, { finding: Finding; key: readonly number[] }>();
  for (const finding of findings) {
    const { object, path, rule, message } = finding;
    const place = [order.get(object) ?? view.objects.length, ...ranks(object.content, path)];
    keyed.set(JSON.stringify([place, path, rule, message]), {
      finding,
      key: [...place, -1, Number(rule.slice(1))],
    });
  }
  return [...keyed.values()].sort((a, b) => compared(a.key, b.key)).map(({ finding }) => finding);
}

/** Where each key stands among its siblings, as a parser keeps the order of a file. */
function ranks(content: JsonObject, path: Path): number[] {
  let value: Json | undefined = content;
  return path.map((key) => {
    const siblings = typeof value === 'object' && value !== null ? Object.keys(value) : [];
    const rank = siblings.indexOf(String(key));
    value = (value as JsonObject | null | undefined)?.[key];
    // What would have to be written comes after what is.
    return rank < 0 ? siblings.length : rank;
  });
}

function compared(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, i) => value !== b[i]);
  return at < 0 ? a.length - b.length : a[at] - (b[at] ?? -1);
}
