import type { Problem, Severity } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { titleOf } from '../service/titles';
import type { ManifestObject } from '../view/place';
import type { ContainerView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const noDevelopmentEndpoints: Rule = {
  id: 'R39',
  name: 'no-development-endpoints',
  severity: 'error',
  sentence: 'Endpoints for development are not served in production',
  why: 'With VLLM_SERVER_DEV_MODE whoever reaches the port may put the engine to sleep, reset its caches and call any method of its workers. With VLLM_ALLOW_RUNTIME_LORA_UPDATING whoever reaches it may load an adapter from a path or the Hub. The dashboard of Ray takes jobs, which is code, from anyone.',
  fix: 'take the variable out; where adapters change at run time, let only the gateway reach the port',
  source: 'vllm docs/usage/security.md; CVE-2023-48022 (Ray)',
  check: ({ services, objects }: LintView) => [
    ...services.flatMap(({ pods }) =>
      pods.flatMap(({ containers }) => containers.flatMap(variableProblems)),
    ),
    ...objects.flatMap(dashboardProblems),
  ],
};

/** Variables that open something, and to whom. */
const VARIABLES: readonly (readonly [name: string, effect: string, severity: Severity])[] = [
  [
    'VLLM_SERVER_DEV_MODE',
    'serves /sleep, /reset_prefix_cache and /collective_rpc to whoever reaches the port',
    'error',
  ],
  [
    'VLLM_ALLOW_RUNTIME_LORA_UPDATING',
    'lets whoever reaches the port load and unload adapters',
    'warning',
  ],
];

function variableProblems({ engine, env }: ContainerView): Problem[] {
  if (engine?.name !== 'vllm') return [];
  return VARIABLES.flatMap(([name, effect, severity]) => {
    const stated = env.get(name);
    if (!stated || !['1', 'true'].includes(stated.value.trim().toLowerCase())) return [];
    const { object, path } = stated;
    return [{ object, path, message: `${name} ${effect}`, severity }];
  });
}

/** Dashboard, client and store of a Ray cluster: each runs what it is sent. */
const RAY_PORTS: Readonly<Record<number, string>> = {
  8265: 'dashboard',
  10001: 'client server',
  6379: 'control store',
};

const OUTSIDE = ['LoadBalancer', 'NodePort'];

function dashboardProblems(object: ManifestObject): Problem[] {
  const root = Cursor.of(object);
  if (object.kind === 'Service') {
    const type = root.at('spec', 'type').text ?? '';
    const port = root.at('spec', 'ports').maps.find((each) => isRays(each));
    return OUTSIDE.includes(type) && port ? [exposed(object, port, type)] : [];
  }
  return ['rayClusterSpec', 'rayClusterConfig', undefined].flatMap((key) => {
    const cluster = key === undefined ? root.at('spec') : root.at('spec', key);
    const type = cluster.at('headGroupSpec', 'serviceType');
    if (!object.kind.startsWith('Ray') || !OUTSIDE.includes(type.text ?? '')) return [];
    const message = `${titleOf(object)} opens its dashboard to the outside by a ${type.text}: whoever reaches port 8265 runs code`;
    return [{ ...type.place, message, fix: 'write serviceType: ClusterIP' }];
  });
}

/** The number of the store is that of Redis too: only a name tells which. */
function isRays(port: Cursor): boolean {
  const numbers = [port.at('port').number, port.at('targetPort').number];
  const number = numbers.find((each) => each !== undefined && each in RAY_PORTS);
  if (number === undefined) return false;
  return number === 8265 || /ray|client|gcs|dashboard/.test(port.at('name').text ?? '');
}

function exposed(object: ManifestObject, port: Cursor, type: string): Problem {
  const number = port.at('port').number ?? 8265;
  const what = RAY_PORTS[number] ?? RAY_PORTS[port.at('targetPort').number ?? 8265];
  return {
    ...port.place,
    message: `${titleOf(object)} (${type}) opens Ray's ${what} to the outside: whoever reaches port ${number} runs code`,
    fix: 'write type: ClusterIP, or leave the port out',
  };
}
