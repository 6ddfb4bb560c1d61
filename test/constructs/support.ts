import { App, Chart } from 'cdk8s';
import {
  Accelerator,
  InferenceEngine,
  LlmInferenceService,
  type LlmInferenceServiceProps,
  LlmModel,
  type ServingPlatform,
} from '../../src';

/** Fields of an object a test reaches into without caring for their types. */
// biome-ignore lint/suspicious/noExplicitAny: a wire object has no type below its first level
export type Fields = Record<string, any>;

/** A small service on one GPU. */
export function propsOf(part: Partial<LlmInferenceServiceProps> = {}): LlmInferenceServiceProps {
  return {
    model: LlmModel.of('meta-llama/Llama-3.1-8B-Instruct'),
    accelerator: Accelerator.H100_SXM,
    traffic: { peakRequestsPerSecond: 20, inputTokens: 500, outputTokens: 200 },
    engine: InferenceEngine.vllm({ maxModelLen: 8192 }),
    ...part,
  };
}

/** Two nodes of eight H100 make a replica. */
export const twoNodes: Partial<LlmInferenceServiceProps> = {
  model: LlmModel.of('meta-llama/Llama-3.1-405B-Instruct'),
  traffic: { peakRequestsPerSecond: 2, inputTokens: 500, outputTokens: 200 },
  engine: InferenceEngine.vllm({
    maxModelLen: 8192,
    tensorParallelSize: 8,
    pipelineParallelSize: 2,
  }),
};

export function chartOf(
  platform?: ServingPlatform,
  namespace: string | undefined = 'serving',
): Chart {
  const app = new App();
  platform?.provide(app);
  return new Chart(app, 'llm', { namespace });
}

export function serviceOf(
  part: Partial<LlmInferenceServiceProps> = {},
  scope = chartOf(),
): LlmInferenceService {
  return new LlmInferenceService(scope, 'chat', propsOf(part));
}

/** The only object of a kind, or none. */
export function objectOf(scope: Chart | LlmInferenceService, kind: string): Fields | undefined {
  const found = Chart.of(scope)
    .toJson()
    .filter((object: Fields) => object.kind === kind);
  if (found.length > 1) throw new Error(`${found.length} objects are a ${kind}`);
  return found[0];
}

/** The message with which a service is refused. */
export function refusal(attempt: () => unknown): string {
  try {
    attempt();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}
