import { type ScaleRow, scaleRow } from '../../kube/scale';
import { nearest } from '../../violations';
import type { Problem } from '../finding';
import { groupOf } from '../read/objects';
import type { Rule } from '../rule';
import { scalesWhole } from '../service/kinds';
import { AUTOSCALER_CLASS, predictorScaling } from '../service/kserve-scaling';
import { sharesNamespace } from '../service/namespaces';
import { scalersNearModels } from '../service/of-model';
import { serviceOf } from '../service/of-scaler';
import { titleOf } from '../service/titles';
import type { ManifestObject } from '../view/place';
import type { ScalerView } from '../view/scaler-view';
import type { LintView, MadeWorkload, ServiceView } from '../view/view';

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
  const row = scaleRow(scaler.target.kind, groupOf(scaler.target));
  const ofKind = kindProblem(scaler, row, view);
  if (ofKind) return [ofKind];
  const missing = missingProblem(scaler, view);
  if (missing) return [missing];
  const rival = rivalProblem(scaler, view) ?? controllerProblem(scaler, view);
  return rival ? [rival] : [];
}

/** The kind is not where it is looked for, or cannot be scaled. */
function kindProblem(
  { kind: by, target }: ScalerView,
  row: ScaleRow | undefined,
  { services }: LintView,
): Problem | undefined {
  const { object, path } = target.place;
  if (!row) return undefined;
  if (!row.hasScale) {
    const article = /^[AEIO]|^LLM/.test(row.kind) ? 'an' : 'a';
    const message = `${article} ${row.kind} has no scale subresource, so that nothing can set its replicas`;
    const made = services.find(
      (each) => isOf(each, target) && sharesNamespace(each.object, object),
    );
    return { object, path: [...path, 'kind'], message, fix: instead(row, made) };
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

function isOf({ kind, name }: ServiceView, target: ScalerView['target']): boolean {
  return kind === target.kind && name === target.name;
}

/** What can be scaled in the place of a kind that cannot. */
function instead({ kind }: ScaleRow, service: ServiceView | undefined): string {
  if (service?.made) return namesOf(service.made);
  return kind.startsWith('Ray')
    ? 'let Ray scale: enableInTreeAutoscaling and the autoscaling_config of its deployments'
    : 'scale a Deployment, a StatefulSet or a LeaderWorkerSet';
}

function namesOf({ apiVersion, kind, name }: MadeWorkload): string {
  return `write apiVersion: ${apiVersion}, kind: ${kind} and name: ${name}`;
}

/** Files of GitOps may hold the scaler alone: only what stands beside it tells that a name is wrong. */
function missingProblem(scaler: ScalerView, view: LintView): Problem | undefined {
  const { objects, services } = view;
  const { object, target } = scaler;
  if (serviceOf(view, scaler)) return undefined;
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
  const found = free.find(({ name }) => name === target.name);
  if (!found) return undefined;
  const { apiVersion, kind } = found.object;
  const isScaled = scaleRow(kind, groupOf(found.object))?.hasScale === true;
  // What a controller makes of it may have the same name.
  if (!isScaled && !found.made) return undefined;
  const fix = found.made
    ? namesOf(found.made)
    : `write apiVersion: ${apiVersion} and kind: ${kind}`;
  const article = /^[AEIO]|^LLM/.test(kind) ? 'an' : 'a';
  const message = `'${target.name}' is ${article} ${kind} here, and the scaler looks for a ${target.kind}`;
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
  if (!beside || (!meant && isUnscaled(beside))) return undefined;
  const path = [...target.place.path, 'name'];
  const message = `there is no ${target.kind} '${target.name}' here, and nothing scales ${titleOf(beside)}`;
  return meant
    ? { object, path, message, fix: `did you mean '${meant.name}'?` }
    : { object, path, message, severity: 'warning', fix: nameOf(beside) };
}

function nameOf({ name, made }: ServiceView): string {
  return made ? namesOf(made) : `write name: ${name}`;
}

/** A controller makes its workload, under a name that is not known. */
function isUnscaled({ object, made }: ServiceView): boolean {
  return !made && scaleRow(object.kind, groupOf(object))?.hasScale !== true;
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
  const isExample = isHpa(rival) && isHpa(scaler) && rival.object.file !== object.file;
  return {
    ...target.place,
    // Examples keep several in one folder, of which one is meant to be applied.
    severity: isExample ? 'warning' : 'error',
    message: `${titleOf(rival.object)} scales ${target.kind} '${target.name}' too: ${isExample ? 'with both applied ' : ''}each undoes what the other does`,
    fix: isExample
      ? 'apply one of the two, or write the metrics of both into one scaler; it follows the largest'
      : 'write the triggers of both into one scaler; it follows the largest',
  };
}

function isHpa({ object }: ScalerView): boolean {
  return object.kind === 'HorizontalPodAutoscaler';
}

/** KServe makes an HPA for every plain InferenceService that does not take one from elsewhere. */
function controllerProblem({ target }: ScalerView, { services }: LintView): Problem | undefined {
  const owner = services.find(
    ({ made }) => made?.name === target.name && made.kind === target.kind,
  );
  const by = owner && predictorScaling(owner);
  if (!owner || (by !== 'hpa' && by !== 'keda')) return undefined;
  const own = by === 'hpa' ? 'an HPA' : 'a ScaledObject';
  const message = `KServe makes ${own} of its own for ${target.kind} '${target.name}': each undoes what the other does`;
  const fix = `annotate ${titleOf(owner.object)} with ${AUTOSCALER_CLASS}: external`;
  return { ...target.place, message, fix };
}
