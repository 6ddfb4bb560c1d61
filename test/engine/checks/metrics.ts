import { exampleNames, exampleObjects, type WireObject } from '../../example-objects';
import { type ReadSeries, seriesOf } from '../promql-names';
import type { Proof } from '../proof';
import { metricsText, scrape } from '../scrape';

/** Labels that a scrape adds: the target's, of the PodMonitor, and of a backend of many clusters. */
const TARGET_LABELS = new Set(['namespace', 'pod', 'service', 'container', 'job', 'cluster']);

/** Every name in our queries against what the running server says of itself. */
export async function checkMetrics({ results, replicas, service }: Proof): Promise<void> {
  const port = async () => (await replicas.ready(1))[0].container.port();
  const expressions = [
    ...exampleNames().flatMap(exampleObjects).flatMap(expressionsOf),
    ...service.objects.flatMap(expressionsOf),
    ...service.plan.alerts.map(({ expression }) => expression),
  ];
  const read = merged(expressions.flatMap(seriesOf));
  for (const [metric, labels] of read) {
    const named = labels.length > 0 ? ` with ${labels.join(', ')}` : '';
    await results.check(`metric ${metric}`, `in /metrics${named}`, async () => {
      const series = (await scrape(await port())).get(metric) ?? [];
      const missing = labels.filter((label) => !series.some((each) => each.labels.has(label)));
      return {
        passed: series.length > 0 && missing.length === 0,
        observed:
          series.length === 0 ? 'no such series' : missing.map((l) => `no ${l}`).join() || 'there',
      };
    });
  }
  await results.check('metrics of the preStop hook', 'both gauges, as it reads them', async () => {
    const [script] = service.container.lifecycle?.preStop.exec.command.slice(2) ?? [];
    const names = /in_flight\("([^"]+)"/.exec(script)?.[1].split('|') ?? [];
    const text = await metricsText(await port());
    const found = names.filter((name) =>
      new RegExp(`^vllm:num_requests_${name}\\{[^}]*\\} \\S+$`, 'm').test(text),
    );
    return {
      passed: names.length === 2 && found.length === names.length,
      observed: `${found.join(' and ')} of ${names.join(' and ')}`,
    };
  });
}

/** Series of the engine, each with the labels that any expression wants of it. */
function merged(read: readonly ReadSeries[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { metric, labels } of read.filter((each) => each.metric.startsWith('vllm:'))) {
    const own = labels.filter((label) => !TARGET_LABELS.has(label));
    found.set(metric, [...new Set([...(found.get(metric) ?? []), ...own])]);
  }
  return found;
}

/** What ScaledObjects ask and rules compute. */
function expressionsOf({ spec }: WireObject): string[] {
  const triggers: WireObject[] = spec?.triggers ?? [];
  const groups: WireObject[] = spec?.groups ?? [];
  return [
    ...triggers.flatMap(({ metadata }) => metadata.query ?? []),
    ...groups.flatMap(({ rules }) => rules.map(({ expr }: WireObject) => expr)),
  ];
}
