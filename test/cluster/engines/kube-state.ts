import { CONTAINER } from '../../../src/scaling/promql';
import type { ObservedPod } from './service';
import { type Family, textOf } from './text-format';

const PHASES = ['Pending', 'Succeeded', 'Failed', 'Unknown', 'Running'] as const;
const CONDITIONS = ['true', 'false', 'unknown'] as const;

/** What kube-state-metrics would say of these pods, as far as any of our queries asks it. */
export function kubeStateOf(pods: readonly ObservedPod[]): string {
  const each = (
    name: string,
    series: (pod: ObservedPod) => (readonly [Readonly<Record<string, string>>, boolean])[],
  ): Family => ({
    name,
    type: 'gauge',
    samples: pods.flatMap((pod) =>
      series(pod).map(([labels, holds]) => ({
        labels: { namespace: pod.namespace, pod: pod.name, uid: pod.uid, ...labels },
        value: Number(holds),
      })),
    ),
  });
  return textOf(
    [
      each('kube_pod_status_ready', ({ isReady }) =>
        CONDITIONS.map((condition) => [{ condition }, condition === String(isReady)] as const),
      ),
      each('kube_pod_status_phase', (pod) =>
        PHASES.map((phase) => [{ phase }, phase === pod.phase] as const),
      ),
      each('kube_pod_container_status_ready', ({ role, isReady }) =>
        role === undefined ? [] : [[{ container: CONTAINER }, isReady] as const],
      ),
    ],
    String,
  );
}
