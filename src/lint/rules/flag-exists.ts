import { areAllFlagsKnown, flagRow, hasFlag } from '../../engines/vllm/flags';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { flagMeant } from '../service/flag-slip';
import type { EngineView } from '../view/engine-view';
import type { Place } from '../view/place';
import type { LintView } from '../view/view';

export const flagExists: Rule = {
  id: 'R54',
  name: 'flag-exists',
  severity: 'error',
  sentence:
    'The version of the engine has each flag whose versions are known, no flag is a slip of one, and the GPU memory is a share.',
  why: 'vllm serve refuses a flag that it does not know and exits with 2 before it loads anything: the pod restarts for ever. So does a share of the GPU memory that is none. Flags come and go between minor versions.',
  fix: 'take the flag out, or use a version that has it',
  source:
    'vllm/engine/arg_utils.py of the releases 0.8.5 to 0.32.0; vllm serve --help=all of 0.32.0; vllm/config/cache.py (gpu_memory_utilization)',
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

function problems(engine: EngineView): Problem[] {
  const { flags, version } = engine;
  return [
    ...[...flags].flatMap(([flag, place]) => [
      ...(version === undefined ? [] : ofVersion(flag, place, version)),
      ...slips(flag, place, version),
    ]),
    ...memoryShare(engine),
  ];
}

function ofVersion(flag: string, { object, path }: Place, version: string): Problem[] {
  const name = flagRow(flag) ? flag : flag.replace(/^--no-/, '--');
  const row = flagRow(name);
  if (!row || hasFlag(name, version)) return [];
  const isGone = row.until !== undefined;
  const instead = INSTEAD[name];
  return [
    {
      object,
      path,
      message: isGone
        ? `vLLM ${version} has no ${flag}, which was removed in ${row.until}: the server exits before it loads`
        : `vLLM ${version} has no ${flag}, which came in ${row.since}: the server exits before it loads`,
      fix: isGone
        ? `take it out${instead ? `; ${instead}` : ''}`
        : `use vLLM ${row.since} or later, or take it out`,
    },
  ];
}

function slips(flag: string, { object, path }: Place, version: string | undefined): Problem[] {
  const meant = flagMeant(flag);
  if (meant === undefined) return [];
  const isKnown = version !== undefined && areAllFlagsKnown(version);
  const message = isKnown
    ? `vLLM ${version} has no ${flag}: the server exits before it loads`
    : `no version of vLLM is known to have ${flag}: a server without it exits before it loads`;
  return [
    {
      object,
      path,
      ...(!isKnown && { severity: 'warning' as const }),
      message,
      fix: `write ${meant}`,
    },
  ];
}

function memoryShare({ flags }: EngineView): Problem[] {
  const stated = flags.get('--gpu-memory-utilization');
  const share = typeof stated?.value === 'string' ? Number.parseFloat(stated.value) : Number.NaN;
  if (!stated || Number.isNaN(share) || (share > 0 && share <= 1)) return [];
  const { object, path } = stated;
  const meant = share >= 10 && share < 100 ? share / 100 : 0.9;
  return [
    {
      object,
      path,
      message: `--gpu-memory-utilization is a share, above 0 and at most 1, and ${stated.value} is none: the server exits before it loads`,
      fix: `write --gpu-memory-utilization=${meant}`,
    },
  ];
}
