import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { replicaBounds } from '../service/bounds';
import { titleOf } from '../service/titles';
import type { ServiceView } from '../view/view';

export const rolloutKeepsServing: Rule = {
  id: 'R73',
  name: 'rollout-keeps-serving',
  severity: 'warning',
  sentence: 'A roll-out of several replicas leaves some of them to answer.',
  why: 'Recreate ends every pod before the first new one is made. For a web server that is a moment; for a model it is a whole cold start without any answer, at every change of the template.',
  fix: 'use RollingUpdate with maxSurge: 0 and maxUnavailable: 1, which needs no more GPUs',
  source:
    'https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#recreate-deployment',
  check: (view) => view.services.flatMap(problems),
};

function problems(service: ServiceView): Problem[] {
  const { rollout } = service;
  const { most } = replicaBounds(service);
  if (rollout.strategy !== 'Recreate' || most < 2) return [];
  const message = `strategy Recreate takes all replicas of ${titleOf(service)}, up to ${most}, down at once: nothing answers for a whole cold start`;
  return [{ object: rollout.object, path: [...rollout.path, 'type'], message }];
}
