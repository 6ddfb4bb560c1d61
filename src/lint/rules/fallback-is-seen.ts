import type { Problem } from '../finding';
import { list, text } from '../read/json';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import type { Sited } from '../view/place';
import type { FallbackView, ScalerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const fallbackIsSeen: Rule = {
  id: 'R12',
  name: 'fallback-is-seen',
  severity: 'warning',
  sentence: 'A fallback holds the fleet where it is, and somebody hears of it.',
  why: 'When a trigger fails, KEDA acts as if it asked for fallback.replicas. With the behavior "static", the default, a larger fleet is taken down to that in the middle of an outage; more than the minimum is started at the first install, before any series exists. A fallback that nobody is told of keeps a dead autoscaler looking well.',
  fix: "set behavior: currentReplicasIfHigher and replicas to the minimum, and alert on KEDA's errors",
  source:
    'llm-d/llm-d#2039; pkg/fallback/fallback.go; measured with KEDA 2.21: static 12 to 8, first start 2 to 8',
  check: (view) =>
    modelScalers(view).flatMap((scaler) => {
      const { fallback } = scaler;
      return fallback ? [...wrongCount(scaler, fallback), ...unheard(view, fallback)] : [];
    }),
};

function wrongCount(scaler: ScalerView, fallback: Sited<FallbackView>): Problem[] {
  const { minReplicas, maxReplicas } = scaler;
  const { replicas, behavior } = fallback.value;
  const { object, path } = fallback;
  // Bounds that KEDA refuses are told by another rule.
  if (minReplicas.value > maxReplicas.value) return [];
  const at = (key: string) => ({ object, path: [...path, key] });
  if (replicas > maxReplicas.value) {
    return [
      {
        ...at('replicas'),
        message: `a fallback of ${replicas} is above the maximum of ${maxReplicas.value}: a failing trigger takes the fleet to its maximum`,
        fix: `set replicas: ${minReplicas.value}`,
      },
    ];
  }
  const isStatic = behavior === 'static' || behavior === 'currentReplicasIfLower';
  if (isStatic && replicas < maxReplicas.value) {
    return [
      {
        object,
        path,
        message: `${behavior === 'static' ? 'a static fallback' : `a fallback with ${behavior}`} takes a fleet of ${maxReplicas.value} down to ${replicas} when the metrics fail, under whatever load`,
        arithmetic: {
          columns: ['replicas at the failure', 'replicas after it'],
          rows: [...new Set([maxReplicas.value, Math.max(minReplicas.value, 1)])].map((before) => [
            before,
            behavior === 'static' ? replicas : Math.min(before, replicas),
          ]),
        },
        fix: `set behavior: currentReplicasIfHigher and replicas: ${Math.max(minReplicas.value, 1)}`,
      },
    ];
  }
  const jumps = behavior === 'static' || behavior === 'currentReplicasIfHigher';
  if (!jumps || replicas <= Math.max(minReplicas.value, 1)) return [];
  return [
    {
      ...at('replicas'),
      severity: 'info',
      message: `before the first engine listens there are no series: a new install goes from ${minReplicas.value} to the ${replicas} replicas of the fallback within a minute`,
      fix: `set replicas: ${Math.max(minReplicas.value, 1)}${minReplicas.value > 0 ? ', the minimum' : ''}`,
    },
  ];
}

/** Metrics and conditions by which a fallback is noticed. */
const TELLS =
  /keda_scaled_?object_errors|keda_scaler_errors|keda_scaler_detail_errors|keda_internal_scale_loop|keda_scaledobject_fallback|scaler_error|fallback/i;

/** Only where rules are here: elsewhere they may be in another repository. */
function unheard({ objects }: LintView, { object, path }: Sited<FallbackView>): Problem[] {
  const rules = objects
    .filter(({ kind }) => kind === 'PrometheusRule')
    .flatMap(({ content }) => list(content, 'spec', 'groups'))
    .flatMap((group) => list(group, 'rules'));
  const alerts = rules.filter((rule) => text(rule, 'alert') !== undefined);
  if (alerts.length === 0) return [];
  const isHeard = alerts.some((rule) => TELLS.test(`${text(rule, 'expr')} ${text(rule, 'alert')}`));
  if (isHeard) return [];
  return [
    {
      object,
      path,
      severity: 'info',
      message: `none of the ${alerts.length} alerts here tells of a failing trigger: a fallback looks like a healthy fleet`,
      fix: 'alert on increase(keda_scaler_detail_errors_total[5m]) > 0',
    },
  ];
}
