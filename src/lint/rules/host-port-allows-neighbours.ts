import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { replicaBounds } from '../service/bounds';
import { counted } from '../service/titles';
import type { PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const hostPortAllowsNeighbours: Rule = {
  id: 'R63',
  name: 'host-port-allows-neighbours',
  severity: 'warning',
  sentence: 'Pods that do not fill a node take no port of it',
  why: 'Two pods with one host port never share a node: replicas that would fit side by side on the GPUs of one node each need a node of their own, and are Pending where there is none.',
  fix: 'leave hostPort out; a Service or a gateway reaches the pod by its own address',
  source: 'https://kubernetes.io/docs/concepts/configuration/overview/#services (hostPort)',
  check: ({ services }: LintView) =>
    services.flatMap((service) => service.pods.flatMap((pod) => problemsOf(service, pod))),
};

/** GPUs of the usual large node; a pod with as many has no neighbours. */
const WHOLE_NODE = 8;

function problemsOf(service: ServiceView, pod: PodView): Problem[] {
  const { most } = replicaBounds(service);
  if (most < 2 || pod.gpus === 0 || pod.gpus >= WHOLE_NODE || pod.role !== 'server') return [];
  const port = portOfNode(pod);
  if (!port) return [];
  const message = `up to ${counted(most, 'replica')} of ${counted(pod.gpus, 'GPU')} take port ${port.text} of their node: no two fit on one, however many GPUs it has`;
  return [{ ...port.place, message }];
}

/** On the network of the node each declared port is one of it. */
function portOfNode({ containers, spec }: PodView): Cursor | undefined {
  const key = spec.hostNetwork === true ? 'containerPort' : 'hostPort';
  return containers
    .flatMap(({ object, path, content }) => new Cursor(object, path, content).at('ports').maps)
    .map((port) => port.at(key))
    .find(({ number }) => (number ?? 0) > 0);
}
