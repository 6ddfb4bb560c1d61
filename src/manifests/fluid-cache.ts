import { contentHash } from '../kube/names';
import type { SecretRef } from '../kube/platform';
import { gibibytes } from '../kube/quantity';
import { fluidHighWatermark, fluidLowWatermark } from './constants';
import { sharedMetadata } from './metadata';
import type { TolerationSpec } from './service-spec';
import { KEEP, weightComponent } from './weight-claim';
import type { WireFields, WireObject } from './wire';

/** Weights that Fluid caches on nodes and offers as a claim of the dataset's name. */
export interface FluidCacheSpec {
  readonly name: string;
  readonly namespace: string;
  readonly mount: FluidMountSpec;
  readonly tier: FluidTierSpec;
  /** Workers, each on a node of its own. */
  readonly workers: number;
  readonly imagePullSecrets: readonly string[];
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly TolerationSpec[];
}

/** Where the files are, and the folder of the claim that shows them. */
export interface FluidMountSpec {
  readonly mountPoint: string;
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, SecretRef>>;
}

/** What each worker keeps. */
export interface FluidTierSpec {
  readonly mediumType: string;
  readonly directory: string;
  readonly quotaGiB: number;
}

const API_VERSION = 'data.fluid.io/v1alpha1';

/** The objects of such a cache by child id. */
export function fluidCache(spec: FluidCacheSpec): Record<string, WireObject> {
  return { Dataset: dataset(spec), Runtime: runtime(spec), DataLoad: dataLoad(spec) };
}

function dataset(spec: FluidCacheSpec): WireObject {
  const { tolerations } = spec;
  return {
    apiVersion: API_VERSION,
    kind: 'Dataset',
    metadata: kept(spec),
    spec: {
      accessModes: ['ReadOnlyMany'],
      mounts: [mountOf(spec.mount)],
      // Fluid's own default lets no two datasets share a node.
      placement: 'Shared',
      ...(tolerations.length > 0 ? { tolerations: tolerations.map((item) => ({ ...item })) } : {}),
    },
  };
}

function mountOf({ mountPoint, name, options, secrets }: FluidMountSpec): WireFields {
  const encryptOptions = Object.entries(secrets).map(([option, { secretName, key }]) => ({
    name: option,
    valueFrom: { secretKeyRef: { name: secretName, key } },
  }));
  return {
    name,
    mountPoint,
    ...(Object.keys(options).length > 0 ? { options: { ...options } } : {}),
    ...(encryptOptions.length > 0 ? { encryptOptions } : {}),
  };
}

function runtime(spec: FluidCacheSpec): WireObject {
  const { tier, nodeSelector, imagePullSecrets } = spec;
  const level = {
    mediumtype: tier.mediumType,
    path: tier.directory,
    quota: gibibytes(tier.quotaGiB),
    high: fluidHighWatermark,
    low: fluidLowWatermark,
  };
  return {
    apiVersion: API_VERSION,
    kind: 'AlluxioRuntime',
    metadata: kept(spec),
    spec: {
      replicas: spec.workers,
      tieredstore: { levels: [level] },
      ...(Object.keys(nodeSelector).length > 0
        ? { worker: { nodeSelector: { ...nodeSelector } } }
        : {}),
      ...(imagePullSecrets.length > 0
        ? { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }
        : {}),
    },
  };
}

function dataLoad(spec: FluidCacheSpec): WireObject {
  const { name, namespace, mount, tier, workers } = spec;
  const body = {
    dataset: { name, namespace },
    loadMetadata: true,
    target: [{ path: `/${mount.name}` }],
  };
  // It runs once, so whatever makes the cache another one makes it another load.
  const metadata = { ...metadataOf(spec), name: `${name}-${contentHash([mount, tier, workers])}` };
  return { apiVersion: API_VERSION, kind: 'DataLoad', metadata, spec: body };
}

/** Fluid deletes the claim with the dataset or its runtime. */
function kept(spec: FluidCacheSpec) {
  return { ...metadataOf(spec), annotations: KEEP };
}

function metadataOf({ name, namespace }: FluidCacheSpec) {
  return sharedMetadata({ name, namespace, component: weightComponent });
}
