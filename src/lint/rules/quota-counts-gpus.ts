import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import type { ManifestObject } from '../view/place';
import type { LintView } from '../view/view';

export const quotaCountsGpus: Rule = {
  id: 'R48',
  name: 'quota-counts-gpus',
  severity: 'error',
  sentence: 'A quota on GPUs limits their requests',
  why: 'Of extended resources a ResourceQuota counts `requests.` only. The API accepts `limits.nvidia.com/gpu` and `nvidia.com/gpu` without a word and enforces nothing: `status.used` never names them.',
  fix: 'write requests.nvidia.com/gpu',
  source:
    'https://kubernetes.io/docs/concepts/policy/resource-quotas/#resource-quota-for-extended-resources; measured: Kubernetes 1.36.3, 30 GPUs admitted under 8, 2026-11-23',
  check: ({ objects }: LintView) =>
    objects.filter(({ kind }) => kind === 'ResourceQuota').flatMap(problemsOf),
};

/** `nvidia.com/gpu`, `amd.com/gpu`, `nvidia.com/mig-1g.10gb`, with or without `limits.`. */
const UNCOUNTED = /^(?:limits\.)?((?:nvidia|amd|gpu\.intel|habana|google)\.(?:com|ai)\/.+)$/;

function problemsOf(object: ManifestObject): Problem[] {
  const hard = Cursor.of(object).at('spec', 'hard');
  return hard.entries.flatMap(([key, { place, text }]) => {
    const [, resource] = UNCOUNTED.exec(key) ?? [];
    if (resource === undefined) return [];
    const isCounted = hard.at(`requests.${resource}`).isWritten;
    return [
      {
        ...place,
        severity: isCounted ? 'info' : 'error',
        message: isCounted
          ? `'${key}: ${text}' counts nothing; 'requests.${resource}' beside it does`
          : `'${key}: ${text}' counts nothing: any number of GPUs is admitted`,
        fix: isCounted ? `take '${key}' out` : `write requests.${resource}: "${text}"`,
      },
    ];
  });
}
