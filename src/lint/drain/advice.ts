import { drainRows } from '../../engines/vllm/drain';
import { flagWorks } from '../../engines/vllm/flags';
import { graceSeconds } from '../../kube/drain';
import type { Leaving } from './leaving';
import { longestAnswerSeconds } from './window';

/** The settings that let a pod of this engine go without a loss, with their numbers. */
export function drainAdvice(leaving: Leaving): string {
  const { engine, propagationSeconds, server } = leaving;
  const engineSeconds = longestAnswerSeconds(leaving);
  const wait = `sleep ${propagationSeconds} s in preStop`;
  const last = graceAdvice(leaving, engineSeconds);
  if (engine.name !== 'vllm') return `${wait}, and ${last}`;
  if (server.words.includes(DEMONSTRATION)) {
    return `run vllm serve: ${DEMONSTRATION} has neither --shutdown-timeout nor gauges; until then sleep ${propagationSeconds + engineSeconds} s in preStop, and ${last}`;
  }
  const { version } = engine;
  if (version !== undefined && flagWorks('--shutdown-timeout', version)) {
    return `${wait}, pass --shutdown-timeout=${engineSeconds}, ${last}`;
  }
  const poll = `${wait}, then poll vllm:num_requests_running{ and vllm:num_requests_waiting{ until both are 0 twice, for ${engineSeconds} s at most (docs/drain.md); ${last}`;
  return version === undefined
    ? `${poll}; vLLM drains by itself, with --shutdown-timeout, from 0.21 on`
    : poll;
}

/** A server of a few lines, not the one that is compatible with OpenAI's. */
const DEMONSTRATION = 'vllm.entrypoints.api_server';

/** Never less than what is there. */
function graceAdvice(leaving: Leaving, engineSeconds: number): string {
  const { propagationSeconds, engine, grace } = leaving;
  const teardowns = drainRows.map(({ value }) => value.teardownSeconds);
  const isUnknown = engine.name === 'vllm' && engine.version === undefined;
  const teardownSeconds = isUnknown ? Math.max(...teardowns) : leaving.teardownSeconds;
  const wanted = graceSeconds({ propagationSeconds, engineSeconds, teardownSeconds });
  const key = 'terminationGracePeriodSeconds';
  return grace.value >= wanted ? `keep ${key}: ${grace.value}` : `set ${key}: ${wanted}`;
}
