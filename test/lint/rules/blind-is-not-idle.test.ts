import { blindIsNotIdle } from '../../../src/lint/rules/blind-is-not-idle';
import { type Trigger, viewOf } from '../signal/queries';

const S = '{namespace="serving",model_name="m"}';
const running = `sum(vllm:num_requests_running${S})`;

function found(trigger: Partial<Trigger>) {
  return blindIsNotIdle.check(viewOf({ query: running, threshold: '50', ...trigger }));
}

test('the default of KEDA takes a fleet that cannot be seen to its minimum', () => {
  expect(found({})).toMatchObject([
    {
      arithmetic: {
        columns: ['metrics', 'value read', 'replicas', 'asks for'],
        rows: [
          ['seen', 320, 4, 7],
          ['lost', 0, 4, 2],
        ],
      },
    },
  ]);
});

test('an empty answer that is an error keeps the fleet', () => {
  expect(found({ ignoreNullValues: 'false' })).toEqual([]);
});

test('a number for nothing is a fault of the query, whatever the trigger says', () => {
  const [{ path, fix }] = found({
    query: `${running} or vector(0)`,
    ignoreNullValues: 'false',
  });
  expect(path.at(-1)).toBe('query');
  expect(fix).toContain('such as "or vector(0)"');
});

test('a percentile without traffic keeps a fleet up where NaN is an error', () => {
  const query = `histogram_quantile(0.95, sum by (le) (rate(vllm:time_to_first_token_seconds_bucket${S}[2m])))`;
  const night = found({ query, metricType: 'Value', ignoreNullValues: 'false' });
  expect(night).toMatchObject([{ severity: 'warning' }]);
  const guarded = `(${query} >= 0) or 0 * ${running}`;
  expect(found({ query: guarded, metricType: 'Value', ignoreNullValues: 'false' })).toEqual([]);
});

test('a fleet that cannot shrink has nothing to lose', () => {
  expect(found({ min: 3, max: 3 })).toEqual([]);
});

test('targets that cannot be scraped are down, and no reason to shrink', () => {
  const query = `${running} or 0 * sum(up{namespace="serving"} == 1)`;
  expect(found({ query, ignoreNullValues: 'false' })).toEqual([]);
});

test('a comparison that drops the 0 of an idle night keeps the fleet up', () => {
  const problems = found({ query: `${running} > 0`, ignoreNullValues: 'false' });
  expect(problems).toMatchObject([{ severity: 'warning' }]);
  expect(problems[0].message).toContain('as a comparison drops the 0');
});

test.each([
  ['sum(acme_queue)', undefined, 1],
  ['sum(acme_queue)', 'false', 0],
  ['sum(acme_queue) or vector(0)', 'false', 1],
])('%s of others with ignoreNullValues %j: %j findings', (query, ignoreNullValues, count) => {
  expect(found({ query, ignoreNullValues })).toHaveLength(count);
});
