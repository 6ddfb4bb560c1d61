import type { Violation } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';

/** A context with which vLLM would not start, pod after pod, unless it is told how or that it is meant. */
export function contextViolations({ model, engine }: LlmInferenceServiceProps): Violation[] {
  const geometry = model?._geometry();
  const { maxModelLen, extraArgs = [], env = {} } = engine?._options() ?? {};
  const isMeant =
    'VLLM_ALLOW_LONG_MAX_MODEL_LEN' in env ||
    extraArgs.some((argument) => /^--(hf-overrides|rope-scaling)\b/.test(argument));
  if (!geometry || geometry.statesNoContext || isMeant) return [];
  const { maxContextTokens: limit } = geometry;
  if (maxModelLen === undefined || maxModelLen <= limit) return [];
  return [
    {
      path: 'engine.maxModelLen',
      value: maxModelLen,
      allowed: `at most ${limit}, the model's max_position_embeddings`,
      fix: `state ${limit} or leave it out, or scale its positions with --hf-overrides in extraArgs`,
    },
  ];
}
