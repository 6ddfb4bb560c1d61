import { Cursor } from '../read/cursor';
import type { ManifestObject } from '../view/place';
import type { LintView, ServiceView } from '../view/view';
import { sharesNamespace } from './namespaces';

/** A monitor that selects nothing here, and the service that it is meant for. */
export interface LostMonitor {
  readonly object: ManifestObject;
  readonly service: ServiceView;
  /** Why it does not see it. */
  readonly wrong: string;
  /** It would take it, and looks in other namespaces only. */
  readonly isElsewhere?: true;
}

type Labels = Readonly<Record<string, string>>;

const KINDS = ['PodMonitor', 'ServiceMonitor', 'PodMonitoring'];

/** Nothing for a monitor that finds something, or that may be meant for what is not here. */
export function lostMonitor(object: ManifestObject, view: LintView): LostMonitor | undefined {
  const sees = ({ monitors }: ServiceView): boolean =>
    monitors.some((monitor) => monitor.object === object);
  if (!KINDS.includes(object.kind) || view.services.some(sees)) return undefined;
  const wanted = Cursor.of(object).at('spec', 'selector', 'matchLabels').texts;
  const away = elsewhere(object, wanted, view);
  if (away) return away;
  if (carriersOf(object, view.objects).some((each) => isTaken(wanted, each.labels))) {
    return undefined;
  }
  const unseen = view.services.filter(
    ({ monitors, object: own }) => monitors.length === 0 && sharesNamespace(own, object),
  );
  const service =
    unseen.find((each) => isNamed(each, wanted)) ??
    unseen.find((each) => isAlone(each, object, view.objects));
  return service && { object, service, wrong: wrongLabel(service, object, wanted) };
}

/** A service of another namespace has all that it asks for, and nothing else here has. */
function elsewhere(
  object: ManifestObject,
  wanted: Labels,
  { services, objects }: LintView,
): LostMonitor | undefined {
  const all = carriersOf(object, objects).filter((each) => isTaken(wanted, each.labels));
  const service = services.find(
    ({ monitors, object: own, endpoints }) =>
      monitors.length === 0 &&
      !sharesNamespace(own, object) &&
      all.some((each) => [own, ...endpoints.map((one) => one.object)].includes(each.object)),
  );
  if (!service || all.some((each) => each.object.namespace !== service.namespace)) return undefined;
  const names = Cursor.of(object).at('spec', 'namespaceSelector', 'matchNames').items;
  const looks = names.map(({ text }) => `'${text}'`).join(', ') || `'${object.namespace}'`;
  const wrong = `it looks in namespace ${looks}, and they are in '${service.namespace}'`;
  return { object, service, wrong, isElsewhere: true };
}

function isTaken(wanted: Labels, labels: Labels): boolean {
  const entries = Object.entries(wanted);
  return entries.length > 0 && entries.every(([key, value]) => labels[key] === value);
}

interface Carrier {
  readonly object: ManifestObject;
  readonly labels: Labels;
}

/** What the labels of such a monitor are compared with, of whatever workload. */
function carriersOf({ kind }: ManifestObject, objects: readonly ManifestObject[]): Carrier[] {
  return objects.flatMap((object): Carrier[] => {
    const root = Cursor.of(object);
    const template = root.at('spec', 'template');
    if (kind === 'ServiceMonitor') {
      const labels = root.at('metadata', 'labels').texts;
      return object.kind === 'Service' ? [{ object, labels }] : [];
    }
    const labels = template.at('metadata', 'labels').texts;
    return template.at('spec').isWritten ? [{ object, labels }] : [];
  });
}

/** Keys whose value names an application and not the stack or the chart that it is part of. */
const NAMING =
  /^(app|name|run|k8s-app|model|app\.kubernetes\.io\/(name|component)|leaderworkerset\.sigs\.k8s\.io\/name)$/;

/** It says the name of the service, or a label that names its application. */
function isNamed({ name, pods, endpoints }: ServiceView, wanted: Labels): boolean {
  const own = [...endpoints, ...pods].map(({ labels }) => labels);
  return Object.entries(wanted).some(
    ([key, value]) =>
      value === name || (NAMING.test(key) && own.some((labels) => labels[key] === value)),
  );
}

/** In one file with the monitor, where nothing else is that it could be meant for. */
function isAlone(
  { object, endpoints }: ServiceView,
  monitor: ManifestObject,
  objects: readonly ManifestObject[],
): boolean {
  const own = [object, ...endpoints.map((endpoint) => endpoint.object)];
  const beside = carriersOf(monitor, objects).filter((each) => each.object.file === monitor.file);
  const isHere = object.file === monitor.file && beside.length > 0;
  return isHere && beside.every((each) => own.includes(each.object));
}

function wrongLabel(
  { pods, endpoints }: ServiceView,
  { kind }: ManifestObject,
  wanted: Labels,
): string {
  const carriers = kind === 'ServiceMonitor' ? endpoints : pods;
  const wrong = Object.entries(wanted).find(
    ([key, value]) => !carriers.some(({ labels }) => labels[key] === value),
  );
  if (carriers.length === 0) return 'it has none';
  return wrong ? `none is labelled ${wrong[0]}: ${wrong[1]}` : 'its labels are on several';
}
