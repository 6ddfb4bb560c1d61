import { readObjects } from '../../../src/lint/read/read';
import { rateWindowHoldsSamples } from '../../../src/lint/rules/rate-window-holds-samples';
import { viewOf } from '../signal/queries';

function severityOf(window: string, scrapeIntervalSeconds?: number) {
  const query = `sum(rate(vllm:generation_tokens_total[${window}]))`;
  const { objects } = viewOf({ query, threshold: '5' });
  const contents = objects.map(({ content }) => content);
  const { view } = readObjects(contents, 'app.yaml', { scrapeIntervalSeconds });
  return rateWindowHoldsSamples.check(view).map(({ severity }) => severity);
}

test.each([
  ['15s', 30, ['error']],
  ['30s', 30, ['error']],
  ['45s', 30, ['warning']],
  ['1m', 30, []],
  ['15s', undefined, []],
])('a window of %s over scrapes every %j s: %j', (window, interval, severities) => {
  expect(severityOf(window, interval)).toEqual(severities);
});

test('a gauge needs no second sample', () => {
  const query = 'sum(avg_over_time(vllm:num_requests_running[15s]))';
  const { objects } = viewOf({ query, threshold: '5' });
  const site = { scrapeIntervalSeconds: 30 };
  const { view } = readObjects(
    objects.map(({ content }) => content),
    'app.yaml',
    site,
  );
  expect(rateWindowHoldsSamples.check(view)).toEqual([]);
});
