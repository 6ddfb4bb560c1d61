import { covers } from '../../engines/by-version';
import { drainBehaviour } from '../../engines/vllm/drain';
import { drainAdvice } from '../drain/advice';
import { type Leaving, leavings } from '../drain/leaving';
import { isOpaque, losesStreams } from '../drain/window';
import type { Problem, Severity } from '../finding';
import type { Rule } from '../rule';

export const serverHasDrainHook: Rule = {
  id: 'R61',
  name: 'server-has-drain-hook',
  severity: 'warning',
  sentence: 'A server keeps serving until routers have forgotten it.',
  why: 'Endpoints, gateways and endpoint pickers learn of a deletion seconds later, and SIGTERM comes at once without a preStop hook. What they still send is refused; vLLM from 0.28 on keeps its port open while it drains and answers with a 500, or with a 200 and nothing in it, which no objective on status codes sees.',
  fix: 'sleep in preStop for longer than endpoints take to forget the pod: 15 s in the cluster, 60 s behind a cloud load balancer',
  source:
    'kubernetes pod-lifecycle; measured: 5 to 9 of 200 streams lost without the wait, none with it, vLLM 0.32.0',
  check: (view) => leavings(view).flatMap((leaving) => [...without(leaving), ...tooShort(leaving)]),
};

/** What SIGTERM does to what runs is worse, and another rule says both. */
function without(leaving: Leaving): Problem[] {
  const { hook, server } = leaving;
  if (hook || leaving.isPreset || server.isBehindShell || losesStreams(leaving)) return [];
  const severity = severityOf(leaving);
  if (severity === undefined || leaving.grace.value === 0) return [];
  const { object, path, content } = server;
  return [
    {
      object,
      path: content.lifecycle === undefined ? path : [...path, 'lifecycle'],
      severity,
      message: `no preStop hook: ${loss(leaving)}`,
      fix: drainAdvice(leaving),
    },
  ];
}

/** What becomes of requests that routers still send. */
function loss(leaving: Leaving): string {
  const { engine } = leaving;
  if (engine.name === 'sglang') {
    return 'an idle SGLang ends within 5 s of the deletion, and what routers still send is refused';
  }
  return keepsItsPort(leaving)
    ? `while vLLM ${engine.version} drains, what routers still send is answered with a 500 or an empty 200`
    : 'what routers send after the deletion of the pod is refused';
}

/** SGLang answers late requests while it drains; of others nobody has measured what they do. */
function severityOf(leaving: Leaving): Severity | undefined {
  const { name } = leaving.engine;
  if (name === 'vllm') return keepsItsPort(leaving) ? 'error' : 'warning';
  return ['sglang', 'tgi', 'tensorrt-llm', 'triton'].includes(name) ? 'info' : undefined;
}

function keepsItsPort({ engine, onSigterm }: Leaving): boolean {
  const { name, version } = engine;
  if (name !== 'vllm' || version === undefined || onSigterm !== 'finished') return false;
  return covers({ since: '0.8' }, version) && !drainBehaviour(version).portClosesAtOnce;
}

function tooShort(leaving: Leaving): Problem[] {
  const { hook, propagationSeconds, isPropagationStated } = leaving;
  if (!hook || isOpaque(leaving) || losesStreams(leaving)) return [];
  if (hook.leastSeconds >= propagationSeconds) return [];
  if (!isPropagationStated && hook.leastSeconds >= QUICKEST_SECONDS) return [];
  const { leastSeconds } = hook;
  return [
    {
      object: hook.object,
      path: hook.path,
      severity: isPropagationStated ? 'warning' : 'info',
      message: `the hook of an idle server ends after ${leastSeconds} s, and routers may send for ${propagationSeconds} s: what comes in between is lost`,
      fix: `begin the hook with sleep ${propagationSeconds}`,
    },
  ];
}

/** Who waits as long as the quickest in-cluster proxies has thought of it. */
const QUICKEST_SECONDS = 5;
