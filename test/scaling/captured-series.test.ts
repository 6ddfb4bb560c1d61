import { exampleNames, expectedFolder, readFiles } from '../../tools/examples';
import { capture, measuredVersions, scrapeOf, seriesNames } from '../engines/vllm/captures';
import { chat } from '../plan/requests';
import { expressions } from './promql-errors';

const SERIES = /\bvllm:\w+/g;

/** Series of the engine that a text names and a server of the version does not expose. */
function unknownSeries(text: string, version: string): string[] {
  const exposed = seriesNames(scrapeOf(version));
  return (text.match(SERIES) ?? []).filter((name) => !exposed.has(name));
}

test('a series that no server exposes is found', () => {
  const query = 'sum(vllm:num_requests_running{a="b"}) + vllm:gpu_cache_usage_perc';
  expect(unknownSeries(query, '0.32.0')).toEqual(['vllm:gpu_cache_usage_perc']);
});

describe.each(measuredVersions)('an idle server of %s', (version) => {
  test('exposes every series that any query or alert of a plan reads', () => {
    const signals = ['queue', 'kv-usage', 'time-to-first-token'] as const;
    const scaleToZero = { query: 'sum(rate(a[1m]))' };
    const plan = chat({
      engine: { version },
      platform: { kubeStateMetrics: true },
      scaling: { signals, forecast: {}, scaleToZero },
    });
    const read = expressions(plan).join('\n');
    expect(new Set(read.match(SERIES))).toEqual(
      new Set([
        'vllm:num_requests_running',
        'vllm:num_requests_waiting',
        'vllm:kv_cache_usage_perc',
        'vllm:num_preemptions_total',
        'vllm:generation_tokens_total',
        'vllm:time_to_first_token_seconds_bucket',
        'vllm:request_time_per_output_token_seconds_bucket',
      ]),
    );
    expect(unknownSeries(read, version)).toEqual([]);
  });
});

describe.each(exampleNames())('the manifests of %s', (name) => {
  const manifests = Object.entries(readFiles(expectedFolder(name)))
    .filter(([file]) => file.endsWith('.yaml'))
    .map(([, text]) => text)
    .join('\n');

  test('read series that their engine exposes', () => {
    const versions = new Set(
      [...manifests.matchAll(/"engine":\{"name":"vllm","version":"([\d.]+)"/g)].map(
        ([, version]) => version,
      ),
    );
    expect([...versions]).toEqual(['0.32.0']);
    // The hooks build the two names of their regular expression from this beginning.
    const queries = manifests.replaceAll('^vllm:num_requests_(?:', '');
    expect(queries.match(SERIES)).toContain('vllm:num_requests_running');
    expect(unknownSeries(queries, '0.32.0')).toEqual([]);
  });

  test('pass arguments that their engine accepts', () => {
    const known = new Set(capture('serve-flags-0.32.0.txt').split('\n'));
    const passed = [...manifests.matchAll(/^ +- (--[a-z-]+)/gm)].map(([, flag]) => flag);
    expect(passed.length).toBeGreaterThan(9);
    expect(passed.filter((flag) => !known.has(flag))).toEqual([]);
  });
});
