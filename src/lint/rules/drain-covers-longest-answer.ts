import { type Leaving, leavings } from '../drain/leaving';
import {
  isOpaque,
  leavesNothing,
  longestAnswerSeconds,
  losesStreams,
  windowSeconds,
} from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { assumed } from '../service/assumed';

export const drainCoversLongestAnswer: Rule = {
  id: 'R18',
  name: 'drain-covers-longest-answer',
  severity: 'error',
  sentence: 'A drain lasts as long as the 99th percentile of an answer.',
  why: 'Every scale-in cuts what its drain window is too short for, and always the longest answers: one in a hundred is a support case a day. vLLM cuts the rest without an end when the window is over, and hangs until SIGKILL.',
  fix: 'set the window to p99 output tokens × time per token, and the grace period to the sum',
  source: 'llm-d/llm-d#1525; measured: --shutdown-timeout 3 with answers of 8 s, vLLM 0.32.0',
  check: (view) => leavings(view).flatMap(problems),
};

function problems(leaving: Leaving): Problem[] {
  const { service, engine, onSigterm, hook, flagSeconds } = leaving;
  if (losesStreams(leaving) || leavesNothing(leaving) || isOpaque(leaving)) return [];
  if (leaving.server.isBehindShell || (onSigterm === 'unknown' && !hook?.pollsGauges)) return [];
  const known = service.plan ? longestAnswerSeconds(leaving) : tokens(leaving) * SECONDS_PER_TOKEN;
  const window = Math.floor(windowSeconds(leaving));
  if (window >= Math.floor(known)) return [];
  const flag = engine.flags.get('--shutdown-timeout');
  const place = flagSeconds > 0 && flag ? flag : (hook ?? leaving.grace);
  const whose = service.plan ? 'by its own plan' : `assumed: ${tokens(leaving)} tokens at 30 ms`;
  const size = service.plan || tokens(leaving) > USUAL_TOKENS ? 'a long answer' : 'an answer';
  return [
    {
      ...place,
      severity: service.plan ? 'error' : 'warning',
      message: `a drain has ${window} s, and ${size} takes ${Math.ceil(known)} s (${whose}): what is longer is cut`,
      arithmetic: {
        columns: ['', 's', 'tokens at 30 ms'],
        rows: [
          ['drain window', window, Math.floor(window / SECONDS_PER_TOKEN)],
          [size.replace(/^an? /, ''), Math.ceil(known), Math.floor(known / SECONDS_PER_TOKEN)],
        ],
      },
      fix: `give it ${Math.ceil(known)} s or what your p99 takes, and raise terminationGracePeriodSeconds by as much`,
    },
  ];
}

const SECONDS_PER_TOKEN = assumed.tokenSeconds;

/** Less cuts what nobody calls long. */
const USUAL_TOKENS = assumed.outputTokens;

/** A long answer, or all that the context allows; an ordinary one where no length is stated. */
function tokens({ engine, grace }: Leaving): number {
  const stated = engine.flags.get('--max-model-len') ?? engine.flags.get('--context-length');
  const isLeftAlone = engine.name === 'sglang' && grace.isDefault;
  // Who states a grace period or a drain may have known the length.
  if (!stated && !isLeftAlone) return USUAL_TOKENS;
  const written = typeof stated?.value === 'string' ? stated.value : '';
  const [, digits, unit] = /^(\d+(?:\.\d+)?)([kKmM]?)$/.exec(written) ?? [];
  const usual = assumed.longOutputTokens;
  if (digits === undefined) return usual;
  return Math.min(Number(digits) * ({ k: 1000, m: 1e6 }[unit.toLowerCase()] ?? 1), usual);
}
