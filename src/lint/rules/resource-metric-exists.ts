import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ScalerView } from '../view/scaler-view';

export const resourceMetricExists: Rule = {
  id: 'R70',
  name: 'resource-metric-exists',
  severity: 'error',
  sentence: 'A metric of type Resource is cpu or memory.',
  why: 'The metrics API of resources knows no others. The HPA reports FailedGetResourceMetric for the metric, and while one metric fails it takes no replica away.',
  fix: 'scale by a metric of the engine, of type Pods or External',
  source: 'kubernetes-sigs/metrics-server; kubernetes pkg/controller/podautoscaler/horizontal.go',
  check: (view) => view.scalers.flatMap(problems),
};

const KNOWN = ['cpu', 'memory'];

function problems({ triggers }: ScalerView): Problem[] {
  return triggers.flatMap((trigger) => {
    const { resource } = trigger;
    if (trigger.kind !== 'resource' || !resource || KNOWN.includes(resource)) return [];
    const message = `"${resource}" is no resource that the metrics API knows: this metric always fails, and no replica is taken away while it does`;
    return [{ ...trigger, message }];
  });
}
