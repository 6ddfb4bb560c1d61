import { type Leaving, leavings } from '../drain/leaving';
import { meshOf } from '../drain/mesh';
import { strictScrapes } from '../drain/mesh-scrapes';
import { longestSeconds, losesStreams } from '../drain/window';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { LintView } from '../view/view';

export const meshSidecarOutlivesDrain: Rule = {
  id: 'R34',
  name: 'mesh-sidecar-outlives-drain',
  severity: 'error',
  sentence: 'A mesh sidecar lives as long as the drain, and lets the scrape in.',
  why: 'A sidecar that is an ordinary container gets SIGTERM with the deletion, beside the preStop hook of the server. Istio ends it 5 s later, and every stream through it, whatever the grace period is. Mutual TLS that is STRICT refuses the scrapes of a Prometheus outside of the mesh, and the autoscaler is blind.',
  fix: 'use native sidecars (sidecar.istio.io/nativeSidecar: "true", Kubernetes 1.29 and later), or let the proxy wait for its connections',
  source:
    'istio.io/latest/docs/reference/config/istio.mesh.v1alpha1, terminationDrainDuration; linkerd.io/2/tasks/graceful-shutdown; kubernetes/enhancements#753',
  check: (view) =>
    leavings(view).flatMap((leaving) => [
      ...cutShort(leaving, view),
      ...strictScrapes(leaving, view),
    ]),
};

function cutShort(leaving: Leaving, view: LintView): Problem[] {
  const mesh = meshOf(leaving, view);
  if (!mesh || mesh.isNative || losesStreams(leaving)) return [];
  const { grace } = leaving;
  const drain =
    Math.min(longestSeconds(leaving) ?? grace.value, grace.value) - leaving.teardownSeconds;
  if (mesh.seconds >= drain) return [];
  return [
    {
      object: mesh.object,
      path: mesh.path,
      severity: mesh.isSure ? 'error' : 'warning',
      message: `${mesh.name}'s proxy ends ${mesh.seconds} s after the deletion${mesh.isSure ? '' : ' unless sidecars are native here'}, and the drain takes ${Math.ceil(drain)} s: every stream through it is cut then`,
      arithmetic: {
        columns: ['after the deletion', 's'],
        rows: [
          ['the proxy ends', mesh.seconds],
          ['the last answer ends', Math.ceil(drain)],
          ['SIGKILL', grace.value],
        ],
      },
      fix: mesh.fixFor(Math.ceil(drain)),
    },
  ];
}
