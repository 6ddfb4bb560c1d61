import { type ScaleRow, scaleRow } from '../../kube/scale';
import { nearest } from '../../violations';
import type { Problem } from '../finding';
import { groupOf } from '../read/objects';
import type { Rule } from '../rule';
import { scalesWhole } from '../service/kinds';
import { sharesNamespace } from '../service/namespaces';
import { scalersNearModels } from '../service/of-model';
import { titleOf } from '../service/titles';
import type { ManifestObject } from '../view/place';
import type { ScalerView } from '../view/scaler-view';
import type { LintView, ServiceView } from '../view/view';

export const scalerTargetExists: Rule = {
  id: 'R31',
  name: 'scaler-target-exists',
  severity: 'error',
  sentence: 'A scaler names one workload that can be scaled, and is the only one to do so',
  why: 'A scaler finds its target by group, kind and name, in its own namespace. KEDA assumes apps/v1 where no apiVersion is given, whatever the kind, and makes no HPA for a target that it cannot find; an HPA reports FailedGetScale where nobody looks. Two scalers on one target undo what the other does, until the webhook refuses the second.',
  fix: 'write apiVersion, kind and name of the workload in scaleTargetRef',
  source:
    'kedacore/keda apis/keda/v1alpha1/gvkr.go and scaledobject_webhook.go; measured: KEDA 2.21, "no matches for kind in apps/v1", 2026-11-23',
  check: (view) =>
    scalersNearModels(view)
      .filter(scalesWhole)
      .flatMap((scaler) => problemsOf(scaler, view)),
};

function problemsOf(scaler: ScalerView, view: LintView): Problem[] {
  const row = scaleRow(scaler.target.kind);
  const ofKind = kindProblem(scaler, row);
  if (ofKind) return [ofKind];
  const missing = missingProblem(scaler, view);
  if (missing) return [missing];
  const rival = rivalProblem(scaler, view);
  return rival ? [rival] : [];
}

/** The kind is not where it is looked for, or cannot be scaled. */
function kindProblem(
  { kind: by, target }: ScalerView,
  row: ScaleRow | undefined,
): Problem | undefined {
  const { object, path } = target.place;
  if (!row) return undefined;
  if (!row.hasScale) {
    const message = `a ${row.kind} has no scale subresource, so that nothing can set its replicas`;
    const fix = row.kind.startsWith('Ray')
      ? 'let Ray scale: enableInTreeAutoscaling and the autoscaling_config of its deployments'
      : 'scale a Deployment, a StatefulSet or a LeaderWorkerSet';
    return { object, path: [...path, 'kind'], message, fix };
  }
  const fix = `write apiVersion: ${row.apiVersion}`;
  if (!target.hasApiVersion) {
    const assumed = by === 'keda' ? 'apps/v1' : 'the core group';
    if (by === 'keda' && row.group === 'apps') return undefined;
    const message = `scaleTargetRef gives no apiVersion, so that a ${row.kind} is looked for in ${assumed} and not found`;
    return { object, path, message, fix };
  }
  if (groupOf(target) === row.group) return undefined;
  const message = `scaleTargetRef looks for a ${row.kind} in '${target.apiVersion}', where there is none`;
  return { object, path: [...path, 'apiVersion'], message, fix };
}

/** Files of GitOps may hold the scaler alone: only what stands beside it tells that a name is wrong. */
function missingProblem(scaler: ScalerView, { objects, services }: LintView): Problem | undefined {
  const { object, target } = scaler;
  const named = objects.filter(({ kind, name }) => kind === target.kind && name === target.name);
  const isNear = (each: ManifestObject): boolean => sharesNamespace(each, object);
  if (named.some(isNear) || target.name === '') return undefined;
  if (named.length > 0) return elsewhere(scaler, named[0]);
  const free = services.filter((each) => each.scalers.length === 0 && isNear(each.object));
  return otherKind(scaler, free) ?? otherName(scaler, free);
}

function elsewhere({ object, target }: ScalerView, found: ManifestObject): Problem {
  const path = [...target.place.path, 'name'];
  const message = `${titleOf(found)} is in namespace '${found.namespace}', and a scaler in '${object.namespace}' does not look there`;
  return { object, path, message, fix: `move the scaler to namespace '${found.namespace}'` };
}

function otherKind({ target }: ScalerView, free: readonly ServiceView[]): Problem | undefined {
  const found = free.find(({ name }) => name === target.name)?.object;
  if (!found) return undefined;
  const message = `'${target.name}' is a ${found.kind} here, and the scaler looks for a ${target.kind}`;
  const fix = `write apiVersion: ${found.apiVersion} and kind: ${found.kind}`;
  return { ...target.place, message, fix };
}

/** A name near that of a workload that nothing scales, or such a workload in the same file. */
function otherName(
  { object, target }: ScalerView,
  free: readonly ServiceView[],
): Problem | undefined {
  const ofKind = free.filter(({ kind }) => kind === target.kind);
  const [name] = nearest(
    target.name,
    ofKind.map((each) => each.name),
  );
  const meant = ofKind.find((each) => each.name === name);
  const beside = meant ?? free.find((each) => each.object.file === object.file);
  if (!beside) return undefined;
  const path = [...target.place.path, 'name'];
  const message = `there is no ${target.kind} '${target.name}' here, and nothing scales ${titleOf(beside)}`;
  return meant
    ? { object, path, message, fix: `did you mean '${meant.name}'?` }
    : { object, path, message, severity: 'warning', fix: `write name: ${beside.name}` };
}

/** An earlier scaler with the same target. */
function rivalProblem(scaler: ScalerView, { scalers }: LintView): Problem | undefined {
  const { object, target } = scaler;
  const rival = scalers
    .slice(0, scalers.indexOf(scaler))
    .filter(scalesWhole)
    .find(
      (each) =>
        each.object !== object &&
        each.target.name === target.name &&
        each.target.kind === target.kind &&
        each.object.namespace === object.namespace,
    );
  if (!rival || target.name === '') return undefined;
  return {
    ...target.place,
    message: `${titleOf(rival.object)} scales ${target.kind} '${target.name}' too: each undoes what the other does`,
    fix: 'write the triggers of both into one ScaledObject; it follows the largest',
  };
}
