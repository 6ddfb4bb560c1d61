import type { PlanWarning } from '../capacity/answer';
import { workerQuotaGiB } from '../capacity/weight-volume';
import { type FluidCacheSpec, fluidCache, tolerate } from '../manifests';
import { type FluidStoreOptions, mountNameOf } from './fluid-store';
import { checkpointGiBOf, GPU_TAINTS, type KeptWeights } from './kept-weights';
import { CacheMedium } from './kinds';
import type { WeightCacheProps } from './weight-cache-props';
import { WeightSource } from './weight-source';

/** Weights that Fluid caches: a dataset of the claim's name, its runtime and one load. */
export function fluidWeights(
  props: WeightCacheProps,
  store: FluidStoreOptions,
  name: string,
  namespace: string,
): KeptWeights {
  const path = mountNameOf(store);
  return {
    objects: fluidCache(specOf(props, store, name, namespace)),
    claim: 'Dataset',
    filler: 'DataLoad',
    // Nothing to wait for: a read before the load is slower and not wrong.
    weights: WeightSource._filled({
      kind: 'shared-claim',
      readGBps: store.readGBps,
      claim: { kind: 'claim', claimName: name, path },
      namespace,
      modelId: props.model.id,
    }),
    warnings: [privileged(namespace)],
  };
}

function specOf(
  props: WeightCacheProps,
  store: FluidStoreOptions,
  name: string,
  namespace: string,
): FluidCacheSpec {
  const { mountPoint, options = {}, encryptOptions = {}, replicas, directory } = store;
  const secrets = Object.entries(encryptOptions).map(([option, key]) => [option, key._ref()]);
  return {
    name,
    namespace,
    mount: { name: mountNameOf(store), mountPoint, options, secrets: Object.fromEntries(secrets) },
    tier: {
      mediumType: store.mediumType ?? CacheMedium.SSD,
      directory,
      quotaGiB: workerQuotaGiB(checkpointGiBOf(props), replicas),
    },
    workers: replicas,
    imagePullSecrets: props.imagePullSecrets ?? [],
    nodeSelector: store.nodeSelector ?? {},
    tolerations: (props.toleratedTaints ?? GPU_TAINTS).map(tolerate),
  };
}

function privileged(namespace: string): PlanWarning {
  return {
    code: 'fluid-is-privileged',
    path: 'store',
    message: `Fluid's FUSE pods are privileged and run in ${namespace}: it cannot enforce the restricted or the baseline level`,
    fix: 'give services that read through Fluid a namespace of their own, or keep weights in WeightStore.sharedClaim',
  };
}
