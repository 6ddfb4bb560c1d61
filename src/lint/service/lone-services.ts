import { nearest } from '../../violations';
import { Cursor } from '../read/cursor';
import { groupOf } from '../read/objects';
import { takes } from '../read/selector';
import type { ManifestObject, Place } from '../view/place';
import type { LintView, ServiceView } from '../view/view';
import { sharesNamespace } from './namespaces';

/** A Service that takes no pod of what is here, and the workload that it seems to be written for. */
export interface LoneService extends Place {
  readonly object: ManifestObject;
  readonly service: ServiceView;
  readonly key: string;
  readonly value: string;
  /** What the pods say in its place. */
  readonly meant: string | undefined;
}

type Labels = Readonly<Record<string, string>>;

/** Labels that a controller writes: who has them does not stand in a template. */
const WRITTEN =
  /^(?!app\.)[^/]*(kubernetes\.io|x-k8s\.io|k8s\.io|ray\.io|kserve\.io|nvidia\.com)\//;
const BY_ROLLOUT = /-template-hash$/;

export function loneServices(view: LintView): LoneService[] {
  const started = labelsHere(view);
  return view.objects.flatMap((object) => {
    if (object.kind !== 'Service' || groupOf(object) !== '') return [];
    const spec = Cursor.of(object).at('spec');
    const wanted = spec.at('selector').texts;
    const keys = Object.keys(wanted);
    const isOrdinary =
      spec.at('clusterIP').text !== 'None' && spec.at('type').text !== 'ExternalName';
    if (!isOrdinary || keys.length === 0) return [];
    if (keys.some((key) => WRITTEN.test(key) || BY_ROLLOUT.test(key))) return [];
    if (started.some((labels) => takes(wanted, labels))) return [];
    return meantFor(object, wanted, view) ?? [];
  });
}

/** Of every pod that anything here starts. */
function labelsHere({ objects, services }: LintView): Labels[] {
  const templates = objects.map((object) => {
    const root = Cursor.of(object);
    const pod = object.kind === 'Pod' ? root : root.at('spec', 'template');
    return pod.at('metadata', 'labels').texts;
  });
  return [...templates, ...services.flatMap(({ pods }) => pods.map(({ labels }) => labels))];
}

/** A workload without a Service, which has its name or stands alone in its file, and all but one label. */
function meantFor(
  object: ManifestObject,
  wanted: Labels,
  { services }: LintView,
): LoneService | undefined {
  const unserved = services.filter(
    (each) => each.endpoints.length === 0 && sharesNamespace(each.object, object),
  );
  const named = unserved.find(({ name }) => name === object.name);
  const beside = unserved.filter((each) => each.object.file === object.file);
  const service = named ?? (beside.length === 1 ? beside[0] : undefined);
  const labels = service?.pods[0]?.labels;
  if (!service || !labels || service.pods[0].isPartial) return undefined;
  const wrong = Object.entries(wanted).filter(([key, value]) => labels[key] !== value);
  if (wrong.length !== 1) return undefined;
  const [[key, value]] = wrong;
  const meant = labels[key];
  const isNear = named ? meant !== undefined : isSlip(value, meant);
  if (!isNear) return undefined;
  return { object, path: ['spec', 'selector', key], service, key, value, meant };
}

/** `chatt` for `chat`; another number is another service. */
function isSlip(value: string, meant: string | undefined): boolean {
  const withoutDigits = (text: string): string => text.replace(/\d/g, '');
  if (meant === undefined || withoutDigits(value) === withoutDigits(meant)) return false;
  return nearest(value, [meant]).length > 0;
}
