import { list, map, text } from '../read/json';
import type { Json, ManifestObject, Place } from '../view/place';
import type { LintView, QuotaView, ServiceView } from '../view/view';

/** So many GPUs may exist at once, for so many services. */
export interface GpuLimit extends Place {
  readonly title: string;
  readonly gpus: number;
  /** Those that share it and are here. */
  readonly services: readonly ServiceView[];
  /** `soft`: there may be nodes of which the manifests say nothing. */
  readonly kind: 'hard' | 'soft';
  /** What happens to a pod beyond it. */
  readonly beyond: string;
}

/** Every limit on GPUs that the manifests and the site state. */
export function gpuLimits(view: LintView): GpuLimit[] {
  const limits = [...view.quotas.flatMap((quota) => quotaLimits(view, quota)), ...poolLimit(view)];
  return [...limits, ...siteLimit(view)].filter(({ services }) => services.length > 0);
}

function quotaLimits({ services }: LintView, quota: QuotaView): GpuLimit[] {
  const { object, namespace } = quota;
  return quota.counted.map(({ resource, path, value }) => {
    const isCounted = (service: ServiceView): boolean =>
      service.namespace === namespace &&
      resourcesOf(service).has(resource) &&
      isInScope(service, object);
    return {
      object,
      path,
      title: `ResourceQuota '${object.name}'`,
      gpus: value,
      services: services.filter(isCounted),
      kind: 'hard',
      beyond: 'the pods beyond are refused',
    };
  });
}

/** The sum of all pools, where every one is limited: one without a limit takes what is left. */
function poolLimit({ nodePools, services }: LintView): GpuLimit[] {
  const limits = nodePools.flatMap(({ gpuLimit }) => (gpuLimit ? [gpuLimit] : []));
  if (limits.length === 0 || limits.length < nodePools.length) return [];
  const [{ object, path }] = limits;
  return [
    {
      object,
      path,
      title: limits.length === 1 ? `NodePool '${object.name}'` : 'the NodePools together',
      gpus: limits.reduce((sum, { value }) => sum + value, 0),
      services: services.filter(({ gpusPerReplica }) => gpusPerReplica > 0),
      kind: 'soft',
      beyond: 'the pods beyond stay Pending',
    },
  ];
}

function siteLimit({ site, services }: LintView): GpuLimit[] {
  const [first] = services.filter(({ gpusPerReplica }) => gpusPerReplica > 0);
  if (site.gpuQuota === undefined || !first) return [];
  const { object, path } = first.scalers[0]?.maxReplicas ?? first.replicas;
  return [
    {
      object,
      path,
      title: 'the GPU quota of the site',
      gpus: site.gpuQuota,
      services: services.filter(({ gpusPerReplica }) => gpusPerReplica > 0),
      kind: 'hard',
      beyond: 'the pods beyond stay Pending',
    },
  ];
}

function resourcesOf({ pods }: ServiceView): ReadonlySet<string> {
  const containers = pods.flatMap((pod) => pod.containers);
  return new Set(containers.flatMap(({ gpuResource }) => gpuResource ?? []));
}

/** Scopes other than of a PriorityClass do not tell services apart; a quota with one is passed over. */
function isInScope({ pods }: ServiceView, { content }: ManifestObject): boolean {
  if (list(content, 'spec', 'scopes').length > 0) return false;
  const expressions = list(content, 'spec', 'scopeSelector', 'matchExpressions');
  return expressions.every((one) => {
    if (text(one, 'scopeName') !== 'PriorityClass') return false;
    return pods.some(({ spec }) => matches(one, text(map(spec), 'priorityClassName')));
  });
}

function matches(expression: Json, priorityClass: string | undefined): boolean {
  const values = list(expression, 'values');
  const isListed = priorityClass !== undefined && values.includes(priorityClass);
  switch (text(expression, 'operator')) {
    case 'In':
      return isListed;
    case 'NotIn':
      return !isListed;
    case 'Exists':
      return priorityClass !== undefined;
    default:
      return priorityClass === undefined;
  }
}
