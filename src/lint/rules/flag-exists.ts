import { flagRow, hasFlag } from '../../engines/vllm/flags';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { EngineView } from '../view/engine-view';
import type { LintView } from '../view/view';

export const flagExists: Rule = {
  id: 'R54',
  name: 'flag-exists',
  severity: 'error',
  sentence: 'The version of the engine knows every flag that it is given.',
  why: 'vllm serve refuses a flag that it does not know and exits with 2 before it loads anything: the pod restarts for ever. Flags come and go between minor versions.',
  fix: 'take the flag out, or use a version that has it',
  source: 'vllm/engine/arg_utils.py of the releases 0.8.5 to 0.32.0',
  check: ({ services }: LintView) =>
    services
      .flatMap(({ pods }) => pods.flatMap(({ containers }) => containers))
      .flatMap(({ engine }) => (engine?.name === 'vllm' ? problems(engine) : [])),
};

/** What came in the place of flags that went. */
const INSTEAD: Readonly<Record<string, string>> = {
  '--task': '--runner and --convert say what it said',
  '--device': 'the image decides',
  '--enable-reasoning': '--reasoning-parser is enough',
  '--guided-decoding-backend': 'use --structured-outputs-config',
  '--disable-log-requests': 'requests are logged only with --enable-log-requests',
  '--swap-space': 'preempted requests are computed again',
  '--num-scheduler-steps': 'the engine schedules ahead by itself',
  '--use-v2-block-manager': 'there is no other block manager',
  '--max-seq-len-to-capture': 'use --cudagraph-capture-sizes',
  '--cuda-graph-sizes': 'use --cudagraph-capture-sizes',
  '--rope-scaling': 'use --hf-overrides',
  '--rope-theta': 'use --hf-overrides',
  '--override-pooler-config': 'use --pooler-config',
  '--disable-mm-preprocessor-cache': 'use --mm-processor-cache-gb 0',
};

function problems({ flags, version }: EngineView): Problem[] {
  if (version === undefined) return [];
  return [...flags].flatMap(([flag, place]) => {
    const name = flagRow(flag) ? flag : flag.replace(/^--no-/, '--');
    const row = flagRow(name);
    if (!row || hasFlag(name, version)) return [];
    const isGone = row.until !== undefined;
    const instead = INSTEAD[name];
    return [
      {
        object: place.object,
        path: place.path,
        message: isGone
          ? `vLLM ${version} has no ${flag}, which was removed in ${row.until}: the server exits before it loads`
          : `vLLM ${version} has no ${flag}, which came in ${row.since}: the server exits before it loads`,
        fix: isGone
          ? `take it out${instead ? `; ${instead}` : ''}`
          : `use vLLM ${row.since} or later, or take it out`,
      },
    ];
  });
}
