import type { Problem } from '../finding';
import { text } from '../read/json';
import type { Rule } from '../rule';
import { isCompleted } from '../service/kinds';
import { counted } from '../service/titles';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const noCpuMemoryTrigger: Rule = {
  id: 'R29',
  name: 'no-cpu-memory-trigger',
  severity: 'error',
  sentence: 'A model on GPUs is not scaled by CPU or memory',
  why: 'The processes of an engine poll, so that their CPU time says nothing of the load, and the memory of a loaded model is the same with one request and with a hundred. Such a trigger either never fires or asks for the maximum at once, and as one of several it still forbids to scale down whenever it is above its target.',
  fix: 'scale by requests in flight: sum(vllm:num_requests_running + vllm:num_requests_waiting) of this service, metricType AverageValue',
  source:
    'https://cloud.google.com/kubernetes-engine/docs/best-practices/machine-learning/inference/autoscaling',
  check: ({ services }: LintView) =>
    services
      .filter(({ gpusPerReplica }) => gpusPerReplica > 0)
      .flatMap((service) => service.scalers.flatMap((scaler) => problemsOf(service, scaler))),
};

const MEANS: Readonly<Record<string, string>> = {
  cpu: 'follows the polling of the engine and not its load',
  memory: 'is that of the model, whatever the load',
};

function problemsOf(service: ServiceView, { triggers }: ScalerView): Problem[] {
  const isAlone = triggers.every((each) => resourceOf(each) || each.kind === 'cron');
  const replica = `a replica of ${counted(service.gpusPerReplica, 'GPU')}`;
  const beside = isAlone ? '' : '; beside the other triggers it keeps replicas that nobody needs';
  return triggers.flatMap((trigger): Problem[] => {
    const resource = resourceOf(trigger);
    if (resource === undefined) return [];
    const { object, path } = trigger;
    const unknown = hasRequest(service, resource)
      ? ''
      : `; and no share of it can be computed, as none is requested`;
    return [
      {
        object,
        path,
        severity: isAlone ? 'error' : 'warning',
        message: `${replica} is scaled by ${resource}, which ${MEANS[resource]}${beside}${unknown}`,
        ...(isAlone ? {} : { fix: 'take this trigger out; the other one follows the load' }),
      },
    ];
  });
}

/** A utilisation is a share of what is requested; limits stand for requests. */
function hasRequest(service: ServiceView, resource: string): boolean {
  if (isCompleted(service)) return true;
  return service.pods.every(({ containers }) =>
    containers.every(({ content }) =>
      ['requests', 'limits'].some((side) => text(content.resources, side, resource) !== undefined),
    ),
  );
}

/** Other resources are none of the metrics API's. */
function resourceOf({ kind, resource, type }: TriggerView): string | undefined {
  const name = resource ?? type;
  return kind === 'resource' && name in MEANS ? name : undefined;
}
