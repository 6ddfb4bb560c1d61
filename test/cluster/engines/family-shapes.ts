/**
 * Of every engine family in a scrape its type and labels, and the edges of a histogram as they are
 * written: what a query may rely on.
 */
export function familyShapes(text: string): Readonly<Record<string, string>> {
  const types = [...text.matchAll(/^# TYPE (vllm:\S+) (\w+)$/gm)];
  const shapes = types.map(([, name, type]) => {
    const series = seriesOf(text, type === 'histogram' ? `${name}_bucket` : name);
    const labels = new Set(series.flatMap((one) => [...one.keys()]));
    const edges = new Set(series.flatMap((one) => one.get('le') ?? []));
    return [name, [type, ...[...labels].sort(), ...edges].join(' ')];
  });
  return Object.fromEntries(shapes);
}

function seriesOf(text: string, name: string): ReadonlyMap<string, string>[] {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
  return lines.map((line) => {
    const labels = [...line.matchAll(/([a-z_]+)="((?:[^"\\]|\\.)*)"/g)];
    return new Map(labels.map(([, label, value]) => [label, value]));
  });
}
