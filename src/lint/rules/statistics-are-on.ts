import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ScalerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const statisticsAreOn: Rule = {
  id: 'R44',
  name: 'statistics-are-on',
  severity: 'error',
  sentence: 'An engine whose gauges are read keeps them up to date.',
  why: 'With --disable-log-stats the scheduler of vLLM makes no statistics at all: the series are there and stay at what they were when the server started, so that scaling, drain hooks and alerts see an idle server for ever.',
  fix: 'take --disable-log-stats out; log lines are quieted with VLLM_LOGGING_LEVEL=WARNING',
  source: 'vllm/v1/core/sched/scheduler.py, make_stats',
  check: ({ services }: LintView) => services.flatMap(problems),
};

function problems(service: ServiceView): Problem[] {
  return service.pods.flatMap(({ server }) => {
    const { engine } = server ?? {};
    const flag = engine?.name === 'vllm' ? engine.flags.get('--disable-log-stats') : undefined;
    if (flag === undefined || flag.value === 'false') return [];
    const { object, path } = flag;
    const isScaled = service.scalers.some(readsEngine);
    const isPolled = server?.preStop?.pollsGauges === true;
    if (isScaled || isPolled) {
      const what = isScaled ? 'the autoscaler never sees load' : 'the preStop hook sees no request';
      return [
        {
          object,
          path,
          message: `--disable-log-stats freezes the gauges that are read here: ${what}`,
        },
      ];
    }
    const isScraped = service.monitors.length > 0;
    return [
      {
        object,
        path,
        severity: isScraped ? ('warning' as const) : ('info' as const),
        message: isScraped
          ? '--disable-log-stats freezes the gauges that the monitor of this service scrapes'
          : '--disable-log-stats freezes every gauge: nothing can scale or drain by them',
      },
    ];
  });
}

function readsEngine({ triggers }: ScalerView): boolean {
  return triggers.some(({ query, metric }) =>
    /\bvllm[:_]/.test(`${query?.value ?? ''} ${metric?.value ?? ''}`),
  );
}
