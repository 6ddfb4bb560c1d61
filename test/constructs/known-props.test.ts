import type { Chart } from 'cdk8s';
import { InferenceEngine, LlmInferenceService, ServingPlatform } from '../../src';
import { chartOf, propsOf, refusal } from './support';

// biome-ignore lint/suspicious/noExplicitAny: what a program without types may pass
type Untyped = any;

describe('a prop that nobody knows', () => {
  test('is refused with the nearest, since a runner without types would let it pass', () => {
    const misspelt: Untyped = { ...propsOf(), replica: 9, objective: {} };
    expect(() => new LlmInferenceService(chartOf(), 'chat', misspelt)).toThrow(
      "'replica' (9) must be a known prop (nearest: replicas)",
    );
    expect(() => new LlmInferenceService(chartOf(), 'chat', misspelt)).toThrow(
      "did you mean 'objectives'?",
    );
  });

  test('is refused on a platform, in its defaults and on an engine', () => {
    const platform: Untyped = { gatewayTimeOut: 1, defaults: { objectivs: {} } };
    expect(() => ServingPlatform.custom(platform)).toThrow("did you mean 'gatewayTimeout'?");
    expect(() => ServingPlatform.custom(platform)).toThrow("'defaults.objectivs'");
    const engine: Untyped = { maxNumSeq: 8 };
    expect(() => InferenceEngine.vllm(engine)).toThrow("'engine.maxNumSeq' (8)");
  });

  test('is refused among promises and measurements, of a service and in defaults', () => {
    const misspelt: Untyped = {
      ...propsOf(),
      objectives: { spareReplica: 2, timeToFirstTokenP95Ms: 500 },
      measured: { coldStartSeconds: 60 },
    };
    const message = refusal(() => new LlmInferenceService(chartOf(), 'chat', misspelt));
    expect(message.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^'objectives.spareReplica' \(2\) .*did you mean 'spareReplicas'\?$/),
      expect.stringMatching(
        /^'objectives.timeToFirstTokenP95Ms' \(500\) .*'timeToFirstTokenP95'\?$/,
      ),
      expect.stringMatching(/^'measured.coldStartSeconds' \(60\) .*did you mean 'coldStart'\?$/),
    ]);
    const defaults: Untyped = { objectives: { spareReplica: 2 } };
    expect(refusal(() => ServingPlatform.custom({ defaults }))).toMatch(
      /^'defaults.objectives.spareReplica' \(2\) /,
    );
  });

  test('may be there without a value', () => {
    const chart: Chart = chartOf();
    const open: Untyped = { ...propsOf(), replica: undefined };
    expect(new LlmInferenceService(chart, 'chat', open).plan.fleet).toBeDefined();
  });
});
