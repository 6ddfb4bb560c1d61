import { readObjects } from '../../../src/lint/read/read';
import { modelScalers } from '../../../src/lint/service/of-scaler';
import type { JsonObject } from '../../../src/lint/view/place';
import { deployment, scaledObject } from '../drain/manifests';

const count = (...objects: JsonObject[]): number =>
  modelScalers(readObjects(objects, 'chat.yaml').view).length;

const asking = (query: string): JsonObject =>
  scaledObject({ triggers: [{ type: 'prometheus', metadata: { query } }] });

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'chat', namespace: 'serving' },
  spec: { template: { spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] } } },
};

test('the scaler of a service that is here scales a model, whatever it asks for', () => {
  expect(count(deployment({}), asking('sum(rate(http_requests_total[1m]))'))).toBe(1);
});

test.each([
  'sum(vllm:num_requests_running)',
  'avg(DCGM_FI_DEV_GPU_UTIL)',
  'max(llm_d_epp_queue_size{pool="a"})',
  'sum(inference_pool_average_queue_size)',
])('a scaler of a workload elsewhere tells by %s', (query) => {
  expect(count(asking(query))).toBe(1);
});

test('a scaler of something else is left alone', () => {
  expect(count(asking('sum(rate(http_requests_total[1m]))'))).toBe(0);
  expect(count(asking('sum(vllm:num_requests_running)'), web)).toBe(0);
});
