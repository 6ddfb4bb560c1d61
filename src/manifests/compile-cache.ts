import {
  cacheVariables,
  flagsOutsideCacheKey,
  variablesOutsideCacheKey,
} from '../engines/vllm/caches';
import { contentHash } from '../kube/names';
import { modelReference } from './command';
import { cachePath, compileCachePath } from './constants';
import { engineVariables } from './engine-variables';
import { copySeedScript } from './scripts/prime-cache';
import { python } from './scripts/python';
import { containerSecurityContext } from './security';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

/**
 * Directory of the artifacts inside the claim: another for everything that makes them
 * incompatible, so that an upgrade starts beside the old cache and a roll-back finds its own.
 */
export function compileCacheKey(plan: ServicePlan, spec: ServiceSpec): string {
  const { engine, accelerator } = spec;
  const { choice } = plan;
  const flags = [...choice.engineArguments, ...engine.extraArgs].filter(
    (argument) => !flagsOutsideCacheKey.includes(argument.split('=')[0].replaceAll('_', '-')),
  );
  const variables = Object.fromEntries(
    Object.entries({ ...engineVariables(plan, spec), ...engine.env }).filter(
      ([name]) => name.startsWith('VLLM_') && !variablesOutsideCacheKey.includes(name),
    ),
  );
  const { image } = engine;
  return contentHash([image, modelReference(spec), accelerator.id, flags, variables]);
}

/** Where the engine keeps what it compiles: on the claim, or on the pod's own disk. */
export function compileCacheVariables(
  plan: ServicePlan,
  spec: ServiceSpec,
): Record<string, string> {
  const isShared = spec.compileCache?.access === 'shared';
  const root = isShared ? claimFolder(plan, spec) : ownCacheFolder(spec);
  return Object.fromEntries(
    cacheVariables.map(({ variable, directory }) => [variable, `${root}/${directory}`]),
  );
}

// One folder below HOME, so that a copy takes the artifacts and nothing else.
function ownCacheFolder({ compileCache }: ServiceSpec): string {
  return compileCache ? `${cachePath}/compiled` : cachePath;
}

/** The service's folder on the claim. */
export function claimFolder(plan: ServicePlan, spec: ServiceSpec): string {
  return `${compileCachePath}/${spec.name}-${compileCacheKey(plan, spec)}`;
}

/** The claim as a volume, for the pods that share it and for the Job that fills it. */
export function compileCacheVolume({ compileCache }: ServiceSpec): WireFields[] {
  if (!compileCache) return [];
  const { claimName } = compileCache;
  return [{ name: 'compile-cache', persistentVolumeClaim: { claimName } }];
}

export const compileCacheMount = { name: 'compile-cache', mountPath: compileCachePath };

/** Mounts of the server: a copy is its init container's business. */
export function compileCacheMounts({ compileCache }: ServiceSpec): WireFields[] {
  return compileCache?.access === 'shared' ? [compileCacheMount] : [];
}

/**
 * Copies what was compiled before into the pod's own cache. The engine writes to its cache even
 * on a hit, so a read-only mount would not do; a missing copy costs a compilation and no more.
 */
export function seedContainer(plan: ServicePlan, spec: ServiceSpec): WireFields {
  return {
    name: 'compile-cache',
    image: spec.engine.image,
    imagePullPolicy: 'IfNotPresent',
    command: python(copySeedScript, claimFolder(plan, spec), ownCacheFolder(spec)),
    resources: { requests: copying, limits: { memory: copying.memory } },
    securityContext: containerSecurityContext(spec),
    volumeMounts: [
      { name: 'cache', mountPath: cachePath },
      { ...compileCacheMount, readOnly: true },
    ],
  };
}

/** Init containers of a serving pod: the copy, where pods do not share one folder. */
export function compileCacheInit(plan: ServicePlan, spec: ServiceSpec): WireFields[] {
  return spec.compileCache?.access === 'copied' ? [seedContainer(plan, spec)] : [];
}

/** What the Job copies to the claim, and from where; nothing where it writes there at once. */
export function copyToSeed(plan: ServicePlan, spec: ServiceSpec): [string, string] {
  const isCopied = spec.compileCache?.access === 'copied';
  return isCopied ? [ownCacheFolder(spec), claimFolder(plan, spec)] : ['', ''];
}

/** A copy of small files; the page cache it fills counts against the limit and is given back. */
const copying = { cpu: '500m', memory: '512Mi' };
