import { readObjects } from '../../../src/lint/read/read';
import type { JsonObject } from '../../../src/lint/view/place';
import { exampleObjects, type WireObject } from '../../example-objects';

const PLAN = 'cdk8s-llm.dev/plan';

const readExample = (name: string, change: (object: WireObject) => void = () => {}) => {
  const objects = exampleObjects(name);
  for (const object of objects) {
    if (object.metadata?.annotations?.[PLAN]) change(object);
  }
  return readObjects(objects as JsonObject[], 'manifests');
};

test('our own workload has the answer to its request', () => {
  const [service] = readExample('small-8b').view.services;
  expect(service.plan).toMatchObject({ name: 'assistant', model: 'Qwen/Qwen3-8B-FP8' });
  expect(service.plan).toBe(service.plan);
  expect([service.scalers.length, service.budgets.length, service.monitors.length]).toEqual([
    1, 1, 1,
  ]);
});

test('an image by digest has the release that was planned for', () => {
  const [service] = readExample('fast-cold-start').view.services;
  expect(service.pods[0].server?.image.value).toContain('@sha256:');
  expect(service.pods[0].server?.engine?.version).toBe('0.32.0');
});

test('an annotation that is no request is a note, and one that is refused is no plan', () => {
  const set = (value: string) => (object: WireObject) => {
    object.metadata.annotations[PLAN] = value;
  };
  const broken = readExample('small-8b', set('{'));
  expect(broken.notes).toContainEqual(
    expect.objectContaining({ path: ['metadata', 'annotations', PLAN] }),
  );
  expect('plan' in broken.view.services[0]).toBe(false);
  const refused = readExample('small-8b', set('{"model": 3}'));
  expect(refused.view.services[0].plan).toBeUndefined();
});

test('objects in memory that contain themselves are refused', () => {
  const object: Record<string, unknown> = { apiVersion: 'v1', kind: 'Pod' };
  object.spec = object;
  const { view, errors } = readObjects([object as unknown as JsonObject], 'manifests');
  expect(view.objects).toEqual([]);
  expect(errors).toMatchObject([
    { file: 'manifests', message: expect.stringMatching(/^object 1: /) },
  ]);
});
