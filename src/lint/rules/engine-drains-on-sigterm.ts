import { drainAdvice } from '../drain/advice';
import { type Leaving, leavings, type OnSigterm } from '../drain/leaving';
import { drainsNothing, losesStreams, windowSeconds } from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';

export const engineDrainsOnSigterm: Rule = {
  id: 'R17',
  name: 'engine-drains-on-sigterm',
  severity: 'error',
  sentence: 'Requests in flight are finished before or after SIGTERM.',
  why: 'vLLM ends at SIGTERM without finishing what runs unless --shutdown-timeout says otherwise. Up to 0.17 and from 0.22 on streams then freeze, with no byte and no end, and the server hangs until SIGKILL; from 0.18 to 0.20 the flag exists and cuts every stream all the same. Every scale-in, roll-out and node drain does it.',
  fix: 'pass --shutdown-timeout from vLLM 0.21 on, and poll the in-flight gauges in preStop before that, or where the version is not known',
  source: 'vllm-project/vllm#24885, #34730; measured: vLLM 0.11.2 to 0.32.0 (docs/drain.md)',
  check: (view) => leavings(view).filter(drainsNothing).map(problem),
};

function problem(leaving: Leaving): Problem {
  const { service, engine, hook, grace } = leaving;
  const { object, path } = engine.flags.get('--shutdown-timeout') ?? engine;
  const isOften = service.scalers.length > 0 && losesStreams(leaving);
  return {
    object,
    path,
    severity: isOften ? 'error' : 'warning',
    message: `${before(leaving)} ${effect(leaving)}`,
    arithmetic: {
      columns: ['after the deletion', 's'],
      rows: [
        ['SIGTERM', hook?.leastSeconds ?? 0],
        ['what runs then', ENDS[leaving.onSigterm]],
        ['SIGKILL', grace.value],
      ],
    },
    fix: drainAdvice(leaving),
  };
}

const ENDS: Readonly<Record<OnSigterm, string>> = {
  finished: 'is finished',
  aborted: 'ends with "abort"',
  cut: 'is cut in 0.1 s',
  frozen: 'freezes',
  lost: 'is lost',
  unknown: '',
};

/** Who has slept long enough loses only what takes longer still. */
function before(leaving: Leaving): string {
  const waited = windowSeconds(leaving);
  if (waited === 0) return 'SIGTERM';
  return losesStreams(leaving)
    ? `after the ${waited} s of the hook SIGTERM`
    : `for answers beyond the ${waited} s of the hook there is no drain: SIGTERM`;
}

function effect({ engine, onSigterm, grace, flagSeconds, server }: Leaving): string {
  const vllm = engine.version === undefined ? 'vLLM' : `vLLM ${engine.version}`;
  if (server.isBehindShell) {
    return `does not reach ${vllm}, which has no drain either: SIGKILL at ${grace.value} s cuts what runs`;
  }
  switch (onSigterm) {
    case 'cut':
      return `cuts every running stream within 0.1 s: --shutdown-timeout=${flagSeconds} exists in ${vllm} and does not work before 0.21`;
    case 'aborted':
      return `ends what runs with finish_reason "abort": ${vllm} runs without --shutdown-timeout`;
    case 'frozen':
      return `freezes what runs, without an error or an end, and ${vllm} hangs until SIGKILL at ${grace.value} s`;
    default:
      return `loses what runs: ${vllm} has no drain without --shutdown-timeout`;
  }
}
