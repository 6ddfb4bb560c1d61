import { graceSeconds } from '../../kube/drain';
import { drainAdvice } from '../drain/advice';
import { type Leaving, leavings } from '../drain/leaving';
import { leavesNothing, longestSeconds, losesStreams } from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';

export const graceCoversDrain: Rule = {
  id: 'R16',
  name: 'grace-covers-drain',
  severity: 'error',
  sentence: 'The grace period is longer than hook, drain and end of the engine together.',
  why: 'The grace period starts with the deletion and the preStop hook spends it too: SIGTERM is left with the grace less the hook, 2 s at least. What is not done then is killed, and its streams end without a word.',
  fix: 'set terminationGracePeriodSeconds to the sum and 10 s',
  source:
    'kubernetes pod-lifecycle, Pod termination; kserve/kserve#5496; measured with vLLM 0.21 to 0.32',
  check: (view) => leavings(view).flatMap(problems),
};

function problems(leaving: Leaving): Problem[] {
  const { grace, hook, flagSeconds, onSigterm, teardownSeconds, engine } = leaving;
  if (grace.value === 0) return [killed(leaving)];
  if (leaving.isPreset && (grace.isDefault || !hook)) return [];
  if (losesStreams(leaving) || leavesNothing(leaving) || leaving.server.isBehindShell) return [];
  const longest = longestSeconds(leaving);
  if (longest === undefined || longest <= grace.value) return [];
  const isDrained = onSigterm === 'finished' && flagSeconds > 0;
  const least = hook?.leastSeconds ?? 0;
  if (!isDrained && !hook?.pollsGauges) return [];
  const engineEnds = longest - teardownSeconds;
  const waited = isDrained ? least : 0;
  const drained = engineEnds - waited;
  const cut = engineEnds > grace.value;
  const wanted = graceSeconds({
    propagationSeconds: waited,
    engineSeconds: drained,
    teardownSeconds,
  });
  const what = grace.isDefault ? 'the default grace period' : 'a grace period';
  return [
    {
      ...grace,
      severity: cut ? 'error' : 'warning',
      message: cut
        ? `${what} of ${grace.value} s ends ${engineEnds - grace.value} s before the drain does: the longest answers are cut by SIGKILL`
        : `${what} of ${grace.value} s leaves ${grace.value - engineEnds} s for the end of ${engine.name}, which takes ${teardownSeconds} s: a full drain ends in SIGKILL`,
      arithmetic: {
        columns: ['part', 's'],
        rows: [
          ...(waited > 0 ? [['preStop', waited]] : []),
          [isDrained ? '--shutdown-timeout' : 'preStop, at most', drained],
          ['end of the engine', teardownSeconds],
          ['grace period', grace.value],
        ],
      },
      fix: `set terminationGracePeriodSeconds: ${wanted}`,
    },
  ];
}

function killed(leaving: Leaving): Problem {
  const { object, path } = leaving.grace;
  return {
    object,
    path,
    message:
      'a grace period of 0 s is SIGKILL at once: no hook, no SIGTERM, and every stream is cut',
    fix: drainAdvice(leaving),
  };
}
