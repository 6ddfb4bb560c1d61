import { nearest } from '../../violations';
import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { isCompleted, isOfRay } from '../service/kinds';
import { type LoneService, loneServices } from '../service/lone-services';
import { titleOf } from '../service/titles';
import type { ManifestObject } from '../view/place';
import type { EndpointView, LintView, ServiceView } from '../view/view';

export const serviceSelectsPods: Rule = {
  id: 'R76',
  name: 'service-selects-pods',
  severity: 'warning',
  sentence: 'A Service selects the pods of the server and names a port of theirs',
  why: 'A Service whose selector matches no pod, or whose targetPort names a port that no container has, is accepted and stays without endpoints: pods are Ready, every request is refused, and what scales by requests sees none.',
  fix: 'write the labels of the pod template into spec.selector, and the name of a container port into targetPort',
  source:
    'https://kubernetes.io/docs/concepts/services-networking/service/#defining-a-service; kubernetes/endpointslice FindPort',
  check: (view: LintView) => {
    const takers = takersOf(view);
    return [
      ...loneServices(view).map(selectsNothing),
      ...view.services.flatMap((service) =>
        service.endpoints.flatMap((endpoint) =>
          portProblems(service, endpoint, takers.get(endpoint.object) ?? []),
        ),
      ),
    ];
  },
};

/** The workloads whose pods each Service takes. */
function takersOf({ services }: LintView): ReadonlyMap<ManifestObject, readonly ServiceView[]> {
  const takers = new Map<ManifestObject, ServiceView[]>();
  for (const service of services) {
    for (const { object } of service.endpoints) {
      takers.set(object, [...(takers.get(object) ?? []), service]);
    }
  }
  return takers;
}

function selectsNothing({ object, path, service, key, value, meant }: LoneService): Problem {
  const own = meant === undefined ? `have no ${key}` : `say ${key}: ${meant}`;
  const message = `${titleOf(object)} selects ${key}: ${value}, and the pods of ${titleOf(service)} ${own}: it leads nowhere`;
  const fix = meant === undefined ? `take ${key} out of the selector` : `write ${key}: ${meant}`;
  return { object, path, message, fix };
}

/** Only where all pods that it takes are told, and none has such a port. */
function portProblems(
  service: ServiceView,
  endpoint: EndpointView,
  takers: readonly ServiceView[],
): Problem[] {
  if (takers[0] !== service || takers.some((each) => isCompleted(each) || isOfRay(each))) return [];
  const pods = takers.flatMap((each) => each.pods);
  const listeners = pods.flatMap(({ containers, initContainers }) => [
    ...containers,
    ...initContainers.filter((each) => each.isNativeSidecar),
  ]);
  const names = listeners.flatMap(({ ports }) => ports.flatMap(({ name }) => name ?? []));
  return Cursor.of(endpoint.object)
    .at('spec', 'ports')
    .maps.flatMap((port) => {
      const target = port.at('targetPort');
      const name = target.number === undefined ? target.text : undefined;
      if (name === undefined || names.includes(name)) return [];
      const [meant = names.length === 1 ? names[0] : undefined] = nearest(name, names);
      const number = takers[0].pods[0]?.server?.engine?.port;
      const message = `${titleOf(endpoint.object)} leads to a port named '${name}', which no container of ${titleOf(service)} has: it stays without endpoints`;
      const write = meant ?? number;
      const fix =
        write === undefined ? 'name the port of the server' : `write targetPort: ${write}`;
      return [{ ...target.place, message, fix }];
    });
}
