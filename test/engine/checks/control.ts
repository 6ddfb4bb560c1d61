import type { ContainerSpec } from '../container';
import type { Proof } from '../proof';
import { lost, summary } from '../streams';
import { routedSeconds, scaleIn } from './scale-in';

/** What Kubernetes gives a pod that states none. */
const DEFAULT_GRACE_SECONDS = 30;
const CLIENTS = 80;
const IN_FLIGHT = 60;

/** The same scale-in with the engine's defaults: what the hook and the flags are for. */
export async function checkControl({ results, replicas, service }: Proof): Promise<void> {
  await results.check(
    'control: scale-in with the defaults of engine and Kubernetes',
    'streams are lost',
    async () => {
      const bare = withoutDrain(service.container);
      const [other] = await replicas.ready(1);
      const pod = await replicas.start(bare, DEFAULT_GRACE_SECONDS);
      await pod.ready();
      const run = await scaleIn([pod, other], routedSeconds(service), CLIENTS, IN_FLIGHT);
      const { endings } = run;
      const { seconds, killed } = run.departure;
      return {
        passed: lost(endings) > 0,
        observed: `${run.inFlightThere} in flight there, ${run.late} sent there later; ${summary(endings)}; gone after ${seconds.toFixed(1)} s${killed ? ' by SIGKILL' : ''}`,
      };
    },
  );
}

/** The rendered container less all that a drain needs. */
function withoutDrain({ lifecycle: _hook, ...spec }: ContainerSpec): ContainerSpec {
  return {
    ...spec,
    args: spec.args.filter((argument) => !argument.startsWith('--shutdown-timeout')),
    env: spec.env.filter(({ name }) => name !== 'VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS'),
  };
}
