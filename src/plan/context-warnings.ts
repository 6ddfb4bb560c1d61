import type { Candidate } from '../capacity/candidate';
import type { Ledger } from '../capacity/ledger';
import type { PlanInputs } from '../capacity/resolve';

/** A context that the cache cuts without being asked, or longer than the model is made for. */
export function contextWarnings(inputs: PlanInputs, { memory }: Candidate, ledger: Ledger): void {
  const { model, engine, request } = inputs;
  if (!model) return;
  if (model.statesNoContext && request.engine?.maxModelLen === undefined) {
    ledger.warn(
      'context-unknown',
      '/engine/maxModelLen',
      `the configuration of ${model.id} states no context length: ${memory.maxModelLen} tokens are taken`,
      'state engine.maxModelLen',
    );
    return;
  }
  const { maxContextTokens: limit } = model;
  if (!model.statesNoContext && Math.max(memory.maxModelLen, asked(inputs)) > limit) {
    ledger.warn(
      'context-beyond-model',
      engine.maxModelLen === undefined ? '/operatingPoint/inputTokens' : '/engine/maxModelLen',
      `${model.id} is made for ${limit} tokens: vLLM does not start with more unless --hf-overrides scales its positions or VLLM_ALLOW_LONG_MAX_MODEL_LEN=1 says that you know`,
      `stay within ${limit} tokens, or state the override`,
    );
    return;
  }
  if (engine.maxModelLen !== undefined || memory.maxModelLen >= limit) return;
  ledger.warn(
    'context-reduced',
    '/engine/maxModelLen',
    `the cache holds ${memory.maxModelLen} tokens of one sequence, the model could ${limit}: longer requests are refused`,
    'state engine.maxModelLen to agree, or more GPUs a replica',
  );
}

function asked({ request: { operatingPoint: point } }: PlanInputs): number {
  return point ? point.inputTokens + point.outputTokens : 0;
}
