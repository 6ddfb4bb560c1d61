import type { SecretRef } from '../kube/platform';
import { compileCacheVariables } from './compile-cache';
import { cachePath } from './constants';
import { engineVariables } from './engine-variables';
import type { PodRole } from './labels';
import type { ServicePlan } from './service-plan';
import type { FabricSpec, ServiceSpec, WeightsSpec } from './service-spec';
import type { WireFields } from './wire';

type Variables = Readonly<Record<string, string | WireFields>>;

/** Sorted by name, so that a diff shows what changed; the user's own variables win. */
export function environment(plan: ServicePlan, spec: ServiceSpec, role: PodRole): WireFields[] {
  const variables: Variables = {
    ...identity,
    ...caches(plan, spec),
    ...noTelemetry,
    ...engineVariables(plan, spec),
    ...weightsVariables(spec.weights),
    ...(spec.apiKey && role === 'leader' ? { VLLM_API_KEY: secret(spec.apiKey) } : {}),
    ...(plan.replica.nodes > 1 ? groupVariables(spec.fabric) : {}),
    ...spec.engine.env,
  };
  return Object.entries(variables)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ name, ...(typeof value === 'string' ? { value } : value) }));
}

// Images before 0.24 have no name for the uid: PyTorch asks for one while it is imported.
const identity = { HOME: cachePath, LOGNAME: 'vllm', USER: 'vllm' };

const noTelemetry = { DO_NOT_TRACK: '1', VLLM_NO_USAGE_STATS: '1' };

function caches(plan: ServicePlan, spec: ServiceSpec): Variables {
  return {
    ...compileCacheVariables(plan, spec),
    XDG_CACHE_HOME: `${cachePath}/xdg`,
    XDG_CONFIG_HOME: `${cachePath}/config`,
  };
}

function weightsVariables(weights: WeightsSpec): Variables {
  // Such weights are complete; a missing file must fail and not be fetched by every pod.
  if (weights.kind !== 'hugging-face') return { HF_HUB_OFFLINE: '1', ...storeVariables(weights) };
  const { token } = weights;
  return {
    HF_HOME: `${cachePath}/huggingface`,
    ...(token ? { HF_TOKEN: secret(token) } : {}),
  };
}

function storeVariables(weights: WeightsSpec): Variables {
  if (weights.kind !== 'object-store') return {};
  const { env } = weights;
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : secret(value),
    ]),
  );
}

function groupVariables(fabric?: FabricSpec): Variables {
  return {
    VLLM_HOST_IP: { valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
    ...fabricVariables(fabric),
  };
}

function fabricVariables(fabric?: FabricSpec): Variables {
  switch (fabric?.kind) {
    case 'efa':
      return { FI_PROVIDER: 'efa' };
    case 'tcp':
      return { GLOO_SOCKET_IFNAME: 'eth0', NCCL_IB_DISABLE: '1', NCCL_SOCKET_IFNAME: 'eth0' };
    // NCCL finds the adapters of the other fabrics; what more they need depends on the site.
    default:
      return {};
  }
}

function secret({ secretName, key }: SecretRef): WireFields {
  return { valueFrom: { secretKeyRef: { name: secretName, key } } };
}
