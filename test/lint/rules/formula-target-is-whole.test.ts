import { formulaTargetIsWhole } from '../../../src/lint/rules/formula-target-is-whole';
import type { JsonObject } from '../../../src/lint/view/place';
import { foundOf } from '../drain/manifests';

const trigger = (name?: string): JsonObject => ({
  type: 'prometheus',
  ...(name && { name }),
  metadata: { serverAddress: 'http://p', query: 'sum(vllm:num_requests_running)', threshold: '1' },
});

const fallback = { failureThreshold: 3, replicas: 2 };

const judged = (scalingModifiers: JsonObject, spec: JsonObject = {}): string[] =>
  foundOf(formulaTargetIsWhole, {
    fallback,
    triggers: [trigger('running'), trigger('waiting')],
    advanced: { scalingModifiers },
    ...spec,
  }).map(({ message }) => message);

test('a whole target with names that are there is right', () => {
  const formula = 'let busy = running + min(waiting, 64); waiting > 0 ? busy / 64 : running / 64';
  expect(judged({ formula, target: '1' })).toEqual([]);
});

test('a fraction turns the fallback off, and nothing where there is none', () => {
  const modifiers = { formula: 'running', target: '0.85' };
  expect(judged(modifiers)[0]).toContain('the fallback to 2 replicas is off');
  expect(judged(modifiers, { fallback: null })).toEqual([]);
});

test.each([
  [{ formula: 'running' }, 'no target'],
  [{ formula: 'running', target: '0' }, 'is not above 0'],
  [{ formula: 'runing + waiting', target: '1' }, "names 'runing'"],
])('KEDA refuses %j', (modifiers, words) => {
  expect(judged(modifiers)).toEqual([expect.stringContaining(words)]);
});

test('each trigger needs a name, except those that count beside the formula', () => {
  const modifiers = { formula: 'running', target: '1' };
  expect(judged(modifiers, { triggers: [trigger('running'), trigger()] })).toEqual([
    expect.stringContaining('has no name'),
  ]);
  const cpu = { type: 'cpu', metricType: 'Utilization', metadata: { value: '80' } };
  expect(judged(modifiers, { triggers: [trigger('running'), cpu] })).toEqual([]);
});

test('text and functions are no names', () => {
  const formula = 'running == nil ? 12 : max([running, ceil(waiting)]) + len("other") + 1e3';
  expect(judged({ formula, target: '1' })).toEqual([]);
});
