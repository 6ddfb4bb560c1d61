import { covers } from '../../engines/by-version';
import { endpointRows, hasEndpoint } from '../../engines/vllm/endpoints';
import { drainAdvice } from '../drain/advice';
import { type Leaving, leavings } from '../drain/leaving';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ServiceView } from '../view/view';

export const preStopCallsExist: Rule = {
  id: 'R26',
  name: 'pre-stop-calls-exist',
  severity: 'error',
  sentence: 'What a preStop hook calls exists in the version, and drains.',
  why: 'No version of vLLM has /shutdown: the call answers 404 and nothing is drained, and the hook goes on as if it were. /pause and /sleep are for development servers only, and by default abort what runs.',
  fix: 'take the call out: sleep for propagation in preStop, and let --shutdown-timeout drain',
  source: 'routes of vLLM 0.11.2 to 0.32.0, measured; vllm-project/vllm#32334',
  check: (view) => [...leavings(view).flatMap(problems), ...view.services.flatMap(rayStops)],
};

/** Names of what a hook may hope for; others, as /health, ask and change nothing. */
const ORDERS =
  /^\/(?:\w+\/)?(?:shutdown|drain|stop|quit|terminate|kill|exit|pause|sleep|abort_requests)\/?$/;

function problems(leaving: Leaving): Problem[] {
  const { hook, engine } = leaving;
  if (!hook || engine.name !== 'vllm') return [];
  return hook.calls
    .filter((path) => ORDERS.test(path) && asksTheEngine(leaving, path))
    .flatMap((path) => {
      const wrong = answer(leaving, path);
      if (wrong === undefined) return [];
      const message = `the hook calls ${path}, ${wrong}`;
      return [{ object: hook.object, path: hook.path, message, fix: drainAdvice(leaving) }];
    });
}

/** Not a sidecar on another port. */
function asksTheEngine({ hook, engine }: Leaving, path: string): boolean {
  const asked = new RegExp(`:(\\d+)${path.replace(/[^\w/]/g, '.')}`).exec(hook?.text ?? '')?.[1];
  return asked === undefined || Number(asked) === engine.port;
}

function answer({ engine, server, hook }: Leaving, path: string): string | undefined {
  const { version } = engine;
  const isDeveloping = server.env.get('VLLM_SERVER_DEV_MODE')?.value === '1';
  const row = endpointRows.find((each) => each.path === path);
  const who = version === undefined ? 'vLLM' : `vLLM ${version}`;
  if (!row) return `which no version of vLLM has: it answers 404 and nothing is drained`;
  if (/mode=wait|wait_for_inflight_requests=true/.test(hook?.text ?? '')) return undefined;
  const exists = version !== undefined && hasEndpoint(path, version);
  const isServed = exists || (isDeveloping && (version === undefined || covers(row, version)));
  if (isServed) return `which in ${who} ${ABORTS}`;
  return version === undefined
    ? `which is a 404 or ${ABORTS}, by version`
    : `which ${who} does not serve: it answers 404 and nothing is drained`;
}

const ABORTS = 'aborts what runs';

/** A rank that leaves takes the requests of its whole group with it. */
function rayStops({ pods }: ServiceView): Problem[] {
  return pods
    .flatMap(({ containers }) => containers)
    .flatMap(({ preStop }) => (preStop && /\bray\s+stop\b/.test(preStop.text) ? [preStop] : []))
    .map(({ object, path }) => ({
      object,
      path,
      severity: 'warning',
      message:
        'the hook runs ray stop, which ends this rank at once: every request in flight in its group is lost, before any drain',
      fix: 'take the hook out of workers: they end after the server of their group',
    }));
}
