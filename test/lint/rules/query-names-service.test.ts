import { queryNamesService } from '../../../src/lint/rules/query-names-service';
import { viewOf } from '../signal/queries';

/** The model is /models/m, the Deployment serving/chat. */
const found = (matchers: string, metric = 'vllm:num_requests_running') =>
  queryNamesService.check(viewOf({ query: `sum(${metric}{${matchers}})`, threshold: '5' }));

test.each([
  ['model_name="/models/m"', 0],
  ['model_name="m"', 1],
  ['model_name=~".*/m"', 0],
  ['model_name!="m"', 0],
  ['namespace="serving"', 0],
  ['namespace="prod"', 1],
  ['namespace=~"serving|prod"', 0],
  ['pod=~"chat-.*"', 0],
  ['pod=~"chat-[a-z0-9]+-[a-z0-9]+"', 0],
  ['pod=~"gemma-.*"', 1],
  ['pod="chat-0"', 1],
  // Labels of targets are anybody's.
  ['job="prod",container="x"', 0],
  ['namespace="$namespace"', 0],
])('%s: %j findings', (matchers, count) => {
  expect(found(matchers)).toHaveLength(count);
});

test('the name that replicas have is the one to write', () => {
  expect(found('namespace="prod"')).toMatchObject([
    { fix: 'write namespace="serving"', words: 'prod' },
  ]);
});

test('metrics of others are about what they please', () => {
  expect(found('namespace="gateway"', 'envoy_requests_total')).toEqual([]);
});
