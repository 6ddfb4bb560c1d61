import { AnnotationKey } from '../../kube/labels';
import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { sharesNamespace } from '../service/namespaces';
import { titleOf } from '../service/titles';
import { weightSource } from '../service/weights';
import type { ManifestObject } from '../view/place';
import type { LintView, ServiceView } from '../view/view';

export const jobsAndClaimsSurviveSync: Rule = {
  id: 'R60',
  name: 'jobs-and-claims-survive-sync',
  severity: 'error',
  sentence: 'Argo CD can sync claims and Jobs, and keeps what took hours to fill',
  why: 'A claim that waits for its first consumer is not healthy before a pod mounts it, so that a sync wave with the claim and without the pod never ends. A Job that deletes itself is missing at the next sync and runs again. A claim of weights that is pruned takes hours to fill.',
  fix: 'put a claim into the wave of its consumer, leave ttlSecondsAfterFinished out, annotate weights with Prune=false,Delete=false',
  source:
    'argoproj/argo-cd#12840; https://argo-cd.readthedocs.io/en/stable/user-guide/sync-options/#no-prune-resources',
  check: (view) => {
    if (!view.objects.some(isArgos)) return [];
    const claims = view.objects.filter(({ kind }) => kind === 'PersistentVolumeClaim');
    return [
      ...claims.flatMap((claim) => waveProblem(claim, view)),
      ...view.objects.flatMap(jobProblem),
      ...view.services.flatMap(pruneProblems),
    ];
  },
};

const PREFIX = 'argocd.argoproj.io/';

/** An annotation or a label of Argo CD says that it will apply these files. */
function isArgos(object: ManifestObject): boolean {
  const metadata = Cursor.of(object).at('metadata');
  return [metadata.at('annotations'), metadata.at('labels')].some(({ texts }) =>
    Object.keys(texts).some((key) => key.startsWith(PREFIX)),
  );
}

function annotation(object: ManifestObject, key: string): Cursor {
  return Cursor.of(object).at('metadata', 'annotations', `${PREFIX}${key}`);
}

function waveOf(object: ManifestObject): number {
  return annotation(object, 'sync-wave').number ?? 0;
}

/** A claim in an earlier wave than everything that mounts it, of a class that waits for a pod. */
function waveProblem(claim: ManifestObject, view: LintView): Problem[] {
  const consumers = view.objects.filter(
    (each) => sharesNamespace(each, claim) && mountsClaim(each, claim.name),
  );
  const first = Math.min(...consumers.map(waveOf));
  const mode = bindingMode(claim, view);
  if (consumers.length === 0 || waveOf(claim) >= first || mode === 'Immediate') return [];
  const wave = annotation(claim, 'sync-wave');
  const waits = mode === 'WaitForFirstConsumer';
  const who = titleOf(consumers[0]);
  const subject = `claim '${claim.name}' is in wave ${waveOf(claim)} and ${who}, which mounts it, in wave ${first}`;
  return [
    {
      ...wave.place,
      severity: waits ? 'error' : 'info',
      message: waits
        ? `${subject}: it stays Pending until then, and the sync never gets there`
        : `${subject}: with a class that waits for its first consumer the sync never gets there`,
      fix: `write ${PREFIX}sync-wave: "${first}" on the claim too`,
    },
  ];
}

function mountsClaim(object: ManifestObject, name: string): boolean {
  const spec = Cursor.of(object).at('spec');
  const pods = [
    spec.at('template', 'spec'),
    spec.at('leaderWorkerTemplate', 'leaderTemplate', 'spec'),
    spec.at('leaderWorkerTemplate', 'workerTemplate', 'spec'),
    spec.at('jobTemplate', 'spec', 'template', 'spec'),
  ];
  return pods.some((pod) =>
    pod
      .at('volumes')
      .maps.some((each) => each.at('persistentVolumeClaim', 'claimName').text === name),
  );
}

/** Where the class is here; a class of the cluster is not known. */
function bindingMode(claim: ManifestObject, { objects }: LintView): string | undefined {
  const name = Cursor.of(claim).at('spec', 'storageClassName').text;
  const storageClass = objects.find(
    ({ kind, name: own }) => kind === 'StorageClass' && own === name,
  );
  if (storageClass) return Cursor.of(storageClass).at('volumeBindingMode').text ?? 'Immediate';
  const modes = Cursor.of(claim).at('spec', 'accessModes').items;
  // Shared file systems bind at once; of disks it depends on the class.
  return modes.every(({ text }) => text === 'ReadWriteOnce') ? undefined : 'Immediate';
}

/** A hook is made anew at each sync on purpose. */
function jobProblem(object: ManifestObject): Problem[] {
  const ttl = Cursor.of(object).at('spec', 'ttlSecondsAfterFinished');
  if (object.kind !== 'Job' || !ttl.isWritten || annotation(object, 'hook').isWritten) return [];
  const message = `${titleOf(object)} is deleted ${ttl.text} s after it ends, and Argo CD, which then misses it, runs it again`;
  const fix = 'take ttlSecondsAfterFinished out, or make it a hook with BeforeHookCreation';
  return [{ ...ttl.place, message, fix, severity: 'warning' }];
}

/** Claims that the weights are loaded from. */
function pruneProblems({ claims, pods, object }: ServiceView): Problem[] {
  const names = pods.flatMap((pod) => {
    const engine = pod.server?.engine;
    const source = pod.server && engine && weightSource(pod, pod.server, engine);
    return source?.kind === 'claim' ? (source.volume?.claimName ?? []) : [];
  });
  const own = claims.filter((each) => names.includes(each.name) && each.object !== object);
  return own.flatMap(({ object: claim }) => {
    const options = annotation(claim, 'sync-options');
    if (/Prune=false/.test(options.text ?? '')) return [];
    const message = `claim '${claim.name}' is deleted with its weights when it leaves the files, or the Application goes`;
    const fix = `annotate it with ${AnnotationKey.ARGOCD_SYNC_OPTIONS}: Prune=false,Delete=false`;
    return [{ object: claim, path: ['metadata'], message, fix, severity: 'info' }];
  });
}
