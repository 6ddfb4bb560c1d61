import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { sharesNamespace } from '../service/namespaces';
import { titleOf } from '../service/titles';
import { unfinished } from '../service/unfinished';
import type { ManifestObject } from '../view/place';
import type { PodView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const serviceNameSparesEngine: Rule = {
  id: 'R56',
  name: 'service-name-spares-engine',
  severity: 'error',
  sentence: 'VLLM_PORT is not set by the name of a Service, nor to the port of the API',
  why: 'Kubernetes gives every container the addresses of the Services of its namespace as variables: a Service named vllm sets VLLM_PORT to tcp://10.0.0.1:8000. vLLM reads that variable as a number, the port that its processes use among themselves, and dies at start.',
  fix: 'write enableServiceLinks: false in the pod, or give the Service another name',
  source: 'vllm docs/configuration/env_vars.md; vllm-project/vllm#34199',
  check: (view: LintView) =>
    view.services.flatMap(({ pods, object }) => {
      // A headless Service has no address, and sets no variable.
      const named = view.objects.find(
        (each) =>
          each.kind === 'Service' &&
          each.name === 'vllm' &&
          hasAddress(each) &&
          sharesNamespace(each, object),
      );
      const open = named && unfinished(named, view, 'names');
      return pods.flatMap((pod) => problemsOf(pod, named, open));
    }),
};

const VARIABLE = 'VLLM_PORT';

function hasAddress({ content }: ManifestObject): boolean {
  const { spec } = content;
  const clusterIp =
    typeof spec === 'object' && spec !== null && 'clusterIP' in spec ? spec.clusterIP : '';
  return clusterIp !== 'None';
}

function problemsOf(
  pod: PodView,
  named: ManifestObject | undefined,
  open: string | undefined,
): Problem[] {
  return pod.containers.flatMap(({ engine, env, fromElsewhere }): Problem[] => {
    if (engine?.name !== 'vllm' || fromElsewhere.has(VARIABLE)) return [];
    const stated = env.get(VARIABLE);
    if (!stated) {
      if (!named || pod.spec.enableServiceLinks === false) return [];
      const place = { object: pod.object, path: [...pod.path, 'spec'] };
      const sets = `${titleOf(named)} sets ${VARIABLE} to an address in this pod`;
      const dies = 'vLLM dies at start: it wants a number';
      return open === undefined
        ? [{ ...place, message: `${sets}, and ${dies}` }]
        : [
            {
              ...place,
              message: `applied under this name, ${sets}, and ${dies} (${open})`,
              severity: 'info',
            },
          ];
    }
    const { object, path, value } = stated;
    if (Number(value) === engine.port) {
      const message = `${VARIABLE}: ${value} is the port that vLLM's processes use among themselves, and the API listens on ${engine.port} too`;
      return [
        {
          object,
          path,
          message,
          severity: 'warning',
          fix: `take ${VARIABLE} out; --port is that of the API`,
        },
      ];
    }
    return [];
  });
}
