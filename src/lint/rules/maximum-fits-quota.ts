import type { Arithmetic, Problem } from '../finding';
import type { Rule } from '../rule';
import { replicaBounds } from '../service/bounds';
import { type GpuLimit, gpuLimits } from '../service/gpu-limits';
import { titleOf } from '../service/titles';
import type { LintView, ServiceView } from '../view/view';

export const maximumFitsQuota: Rule = {
  id: 'R24',
  name: 'maximum-fits-quota',
  severity: 'error',
  sentence: 'The GPUs of all maxima together are within the quota',
  why: 'A scaler that asks for more than a quota or a node pool admits gets no pod and no error of its own: the replicas above stay away in the very hour they were planned for.',
  fix: 'raise the quota, or lower the maximum to what there is',
  source: 'ai-dynamo/dynamo#14251; https://kubernetes.io/docs/concepts/policy/resource-quotas/',
  check: (view: LintView) => gpuLimits(view).flatMap(problemsOf),
};

function problemsOf(limit: GpuLimit): Problem[] {
  const { object, path, title, gpus, services, kind, beyond } = limit;
  const total = sum(services.map(gpusAtMost));
  if (total <= gpus) return [];
  const tooLarge = services.find((service) => gpusAtMost(service) > gpus);
  const who = tooLarge ? titleOf(tooLarge) : `${services.length} services`;
  const wanted = tooLarge ? gpusAtMost(tooLarge) : total;
  // Services that do not peak together may share a quota on purpose.
  const isSure = kind === 'hard' && tooLarge !== undefined;
  return [
    {
      object,
      path,
      severity: isSure ? 'error' : 'warning',
      message: `${who} may ask for ${wanted} GPUs, and ${title} has ${gpus}: ${beyond}`,
      arithmetic: tableOf(services, total),
      fix: fixOf(limit, tooLarge, total),
    },
  ];
}

function fixOf(
  { gpus, title }: GpuLimit,
  tooLarge: ServiceView | undefined,
  total: number,
): string {
  if (!tooLarge)
    return `raise ${title} to ${total} GPUs, or lower the maxima to ${gpus} GPUs together`;
  const { gpusPerReplica } = tooLarge;
  const fitting = Math.floor(gpus / gpusPerReplica);
  const raise = `raise ${title} to ${total} GPUs`;
  if (fitting === 0) return `${raise}: not one replica of ${titleOf(tooLarge)} fits`;
  return `${raise}, or lower the maximum of ${titleOf(tooLarge)} to ${fitting}`;
}

const SHOWN = 3;

/** The largest services, the rest in one row, and the sum. */
function tableOf(services: readonly ServiceView[], total: number): Arithmetic {
  const largest = [...services].sort((a, b) => gpusAtMost(b) - gpusAtMost(a));
  const shown = largest.slice(0, largest.length > SHOWN ? SHOWN - 1 : SHOWN);
  const others = largest.slice(shown.length);
  return {
    columns: ['service', 'at most', 'GPUs each', 'GPUs'],
    rows: [
      ...shown.map((each) => [
        each.name,
        replicaBounds(each).most,
        each.gpusPerReplica,
        gpusAtMost(each),
      ]),
      ...(others.length > 0
        ? [[`${others.length} others`, '', '', sum(others.map(gpusAtMost))]]
        : []),
      ...(services.length > 1 ? [['together', '', '', total]] : []),
    ],
  };
}

function gpusAtMost(service: ServiceView): number {
  return replicaBounds(service).most * service.gpusPerReplica;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
