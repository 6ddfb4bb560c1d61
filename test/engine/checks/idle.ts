import type { Proof } from '../proof';

/** Beyond the wait: two readings of the gauges, and the exit after SIGTERM. */
const BEYOND_SECONDS = 4;

/** A replica with nothing to do is not held by the longest answer there could be. */
export async function checkIdle({ results, replicas, service }: Proof): Promise<void> {
  const wait = service.plan.drain.propagationSeconds;
  const limit = wait + BEYOND_SECONDS;
  await results.check(
    'an idle replica leaves',
    `exit 0 within the wait of ${wait} s + ${BEYOND_SECONDS} s, of ${service.graceSeconds} s grace`,
    async () => {
      const [pod] = await replicas.ready(1);
      const { hookSeconds, seconds, exit } = await pod.delete();
      return {
        passed: seconds >= wait && seconds <= limit && exit.code === 0,
        observed: `hook ${hookSeconds.toFixed(1)} s, gone after ${seconds.toFixed(1)} s with ${exit.code ?? exit.signal}`,
      };
    },
  );
}
