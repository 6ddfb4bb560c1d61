import { engineMetrics } from '../../../src/engines/vllm/metrics';
import { Example, exampleNames } from '../world/example';
import { expositionOf } from './exposition';
import { familyShapes } from './family-shapes';
import { advance } from './queue';
import { emptyQueue } from './queue-state';
import { sampleReplica } from './sample-replica';
import captured from './vllm-0.32.0-shapes.json';

const busy = advance(emptyQueue(1), 20, 10, sampleReplica);
const drained = advance(busy, 0, 600, sampleReplica);
const text = expositionOf(busy, sampleReplica, 1_800_000_000);

function valuesOf(scrape: string, series: string): string[] {
  const lines = scrape.split('\n').filter((line) => line.startsWith(series));
  return lines.map((line) => line.split(' ').at(-1) as string);
}

test('families, types, labels and edges are those of a real vLLM 0.32.0', () => {
  expect(familyShapes(text)).toEqual(captured);
});

test('every engine metric that a rendered query names is served', () => {
  const rendered = JSON.stringify(exampleNames().flatMap((name) => Example.of(name).objects));
  const named = new Set(rendered.match(/vllm:\w+(?=\{)/g));
  expect([...named].sort()).toEqual(['vllm:num_requests_running', 'vllm:num_requests_waiting']);
  for (const name of named) expect(text).toContain(`\n${name}{`);
});

test('every engine metric that alerts and optional triggers may name is served', () => {
  const current = Object.values(engineMetrics).map((rows) => rows.at(-1)?.value.name);
  expect(Object.keys(familyShapes(text))).toEqual(expect.arrayContaining(current));
});

test('gauges show what runs and what waits', () => {
  expect(valuesOf(text, 'vllm:num_requests_running{engine="0",model_name="m"}')).toEqual(['2.0']);
  const waiting = `${busy.waiting.length}.0`;
  expect(valuesOf(text, 'vllm:num_requests_waiting{')).toEqual([waiting]);
  expect(valuesOf(text, 'vllm:num_requests_waiting_by_reason{')).toEqual([waiting, '0.0']);
  expect(valuesOf(text, 'vllm:kv_cache_usage_perc{')).toEqual(['0.5']);
});

test('counters and histograms agree on what was answered', () => {
  const scrape = expositionOf(drained, sampleReplica, 1_800_000_000);
  const finished = `${drained.finished}.0`;
  expect(drained.finished).toBeGreaterThan(150);
  expect(valuesOf(scrape, 'vllm:request_success_total{engine="0",finished_reason="stop"')).toEqual([
    finished,
  ]);
  for (const histogram of ['time_to_first_token_seconds', 'e2e_request_latency_seconds']) {
    expect(valuesOf(scrape, `vllm:${histogram}_count`)).toEqual([finished]);
    expect(valuesOf(scrape, `vllm:${histogram}_bucket{engine="0",le="+Inf"`)).toEqual([finished]);
  }
  expect(valuesOf(scrape, 'vllm:prompt_tokens_total')).toEqual([`${drained.finished * 100}.0`]);
  expect(valuesOf(scrape, 'vllm:prefix_cache_hits_total')).toEqual([`${drained.finished * 40}.0`]);
});

test('buckets hold everything up to their edge', () => {
  const buckets = valuesOf(text, 'vllm:request_queue_time_seconds_bucket').map(Number);
  expect(buckets).toHaveLength(22);
  expect(buckets).toEqual([...buckets].sort((a, b) => a - b));
});

test('the ranks of a replica share its requests', () => {
  const replica = { ...sampleReplica, slots: 7, ranks: 3 };
  const scrape = expositionOf(advance(emptyQueue(1), 20, 10, replica), replica, 0);
  expect(valuesOf(scrape, 'vllm:num_requests_running{')).toEqual(['2.0', '2.0', '3.0']);
  expect(valuesOf(scrape, 'vllm:admission_rejections_total{')).toEqual(['0.0', '0.0']);
});
