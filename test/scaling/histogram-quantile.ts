/**
 * What Prometheus answers to `histogram_quantile` over the latencies that an engine put into
 * buckets: a line is drawn from one edge to the next, and beyond the last edge there is none.
 */
export function histogramQuantile(
  quantile: number,
  latencies: readonly number[],
  edges: readonly number[],
): number {
  const upTo = (edge: number) => latencies.filter((latency) => latency <= edge).length;
  const rank = quantile * latencies.length;
  const at = edges.findIndex((edge) => upTo(edge) >= rank);
  if (at < 0) return edges[edges.length - 1];
  const from = at > 0 ? edges[at - 1] : 0;
  const before = at > 0 ? upTo(from) : 0;
  return from + ((edges[at] - from) * (rank - before)) / (upTo(edges[at]) - before);
}
