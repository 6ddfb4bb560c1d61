import { type Pod, statusOf } from '../kubelet';
import { sleep } from '../processes';
import type { Proof } from '../proof';
import { scrape } from '../scrape';

/** The first start of the service: nothing reaches it before it is loaded, and then it serves. */
export async function checkStart({ results, replicas }: Proof): Promise<void> {
  let pod: Pod | undefined;
  await results.check(
    'first start: readiness',
    'the port refuses while it loads, and Ready comes after that',
    async () => {
      const starting = await replicas.start();
      pod = starting;
      const { refusals, lastRefusedAt } = await refusalsOf(starting);
      const { readyAt = 0, startedAt, startupFailures } = await starting.ready();
      const seconds = (at: number) => ((at - startedAt) / 1000).toFixed(1);
      return {
        passed: refusals > 0 && startupFailures > 0 && readyAt > lastRefusedAt,
        observed: `${refusals} refusals, the last at ${seconds(lastRefusedAt)} s, ${startupFailures} failed startup probes, Ready at ${seconds(readyAt)} s`,
      };
    },
  );
  await results.check(
    'first start: the completion of the startup probe',
    'one token before any client asked',
    async () => {
      if (!pod) throw new Error('the server did not start');
      const metrics = await scrape(pod.container.port());
      const tokens = metrics.get('vllm:generation_tokens_total')?.[0].value;
      return { passed: tokens === 1, observed: `tokens generated: ${tokens}` };
    },
  );
  await results.check('first start: variables', 'the server knows every one', () => {
    if (!pod) throw new Error('the server did not start');
    const unknown = /Unknown vLLM environment variable.*/.exec(pod.container.log);
    return { passed: unknown === null, observed: unknown?.[0] ?? 'no complaint in the log' };
  });
}

/** Asks /health from the start on; until the model is there the port refuses. */
async function refusalsOf(pod: Pod): Promise<{ refusals: number; lastRefusedAt: number }> {
  let lastRefusedAt = 0;
  for (let refusals = 0; ; refusals += 1) {
    const asked = Date.now();
    const status = await statusOf(pod.container.port(), '/health', 10).catch(() => 0);
    if (status === 200 || !pod.container.isRunning) return { refusals, lastRefusedAt };
    if (status !== 0) throw new Error(`/health answered ${status} while the server was loading`);
    lastRefusedAt = asked;
    await sleep(0.2);
  }
}
