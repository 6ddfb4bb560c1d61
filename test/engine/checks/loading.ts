import type { Pod } from '../kubelet';
import { sleep } from '../processes';
import type { Proof } from '../proof';

const LIMIT_SECONDS = 4;

interface Moment {
  readonly name: string;
  readonly reached: (pod: Pod) => Promise<boolean> | boolean;
}

const runs = (seconds: number) => (pod: Pod) => Date.now() - pod.startedAt >= seconds * 1000;
const says = (line: RegExp) => (pod: Pod) => line.test(pod.container.log);

/** SIGTERM alone is lost at each of these. */
const moments: readonly Moment[] = [
  { name: 'Python starts', reached: runs(0.5) },
  { name: 'it imports', reached: runs(4) },
  {
    name: 'the engine core starts',
    reached: async (pod) => (await pod.container.children()).length > 0,
  },
  { name: 'the engine core initializes', reached: says(/Initializing a V1 LLM engine/) },
  { name: 'the model loads', reached: says(/Starting to load model/) },
  { name: 'it compiles', reached: says(/Warming up model for the compilation/) },
];

/** A pod that is deleted before it serves has nothing to lose. */
export async function checkLoading({ results, replicas, service }: Proof): Promise<void> {
  for (const { name, reached } of moments) {
    await results.check(
      `deleted while ${name}`,
      `gone within ${LIMIT_SECONDS} s, of ${service.graceSeconds} s grace`,
      async () => {
        const pod = await replicas.start();
        while (!(await reached(pod))) {
          if (!pod.container.isRunning) throw new Error('the server ended by itself');
          if (pod.readyAt) throw new Error('the server was ready before the moment came');
          await sleep(0.05);
        }
        const { seconds, exit } = await pod.delete();
        const age = (Date.now() - pod.startedAt) / 1000 - seconds;
        return {
          passed: seconds <= LIMIT_SECONDS,
          observed: `deleted at ${age.toFixed(1)} s, gone after ${seconds.toFixed(1)} s with ${exit.code ?? exit.signal}`,
        };
      },
    );
  }
}
