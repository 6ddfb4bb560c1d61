import { flagWorks } from '../../engines/vllm/flags';
import { graceSeconds } from '../../kube/drain';
import type { Leaving } from './leaving';
import { longestAnswerSeconds } from './window';

/** The three settings that let a pod of this engine go without a loss, with their numbers. */
export function drainAdvice(leaving: Leaving): string {
  const { engine, propagationSeconds, teardownSeconds } = leaving;
  const engineSeconds = longestAnswerSeconds(leaving);
  const grace = graceSeconds({ propagationSeconds, engineSeconds, teardownSeconds });
  const wait = `sleep ${propagationSeconds} s in preStop`;
  const last = `terminationGracePeriodSeconds: ${grace}`;
  const works = engine.version === undefined || flagWorks('--shutdown-timeout', engine.version);
  if (engine.name === 'vllm' && works) {
    return `${wait}, pass --shutdown-timeout=${engineSeconds}, set ${last}`;
  }
  if (engine.name === 'vllm') {
    return `${wait}, then poll vllm:num_requests_running{ and vllm:num_requests_waiting{ until both are 0 twice, for ${engineSeconds} s at most (docs/drain.md); set ${last}`;
  }
  return `${wait}, and set ${last}`;
}
