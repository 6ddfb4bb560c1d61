import type { Cursor } from './cursor';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { NO_VARIABLES, type WorkloadReader } from './workload';

/** NVIDIA Dynamo: each component of the graph is a fleet, completed by its operator. */
export const readDynamoGraph: WorkloadReader = (root) =>
  componentsOf(root).map((component) => {
    const extra = component.at('extraPodSpec');
    const main = extra.at('mainContainer');
    const replicas = component.at('replicas');
    const gpus = component.at('resources', 'limits', 'gpu').number ?? 0;
    const pod = readPod(component, {
      role: 'server',
      count: Math.max(1, component.at('multinode', 'nodeCount').number ?? 1),
      spec: extra,
      ...(main.map && { main }),
      variables: NO_VARIABLES,
      isPartial: true,
    });
    return {
      ...component.place,
      replicas: replicas.or(replicas.number, 1),
      pods: [{ ...pod, gpus: pod.gpus || gpus }],
      rollout: unknownRollout(component, 'Controller'),
      claimTemplates: [],
    };
  });

/** Those with GPUs: front ends and planners run the same images beside them. */
function componentsOf(root: Cursor): Cursor[] {
  const components = root.at('spec', 'services').entries.map(([, component]) => component);
  return components.filter((component) => {
    const type = component.at('componentType').text ?? 'worker';
    return /worker|prefill|decode/.test(type);
  });
}
