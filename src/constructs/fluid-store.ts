import type { Violation } from '../violations';
import { holdsPassword, withoutLogin } from './http-address';
import type { CacheMedium } from './kinds';
import type { SecretKey } from './secret-key';
import { type PropNames, unknownProps } from './unknown-props';

/** A cache of Fluid's on the nodes that work for it. */
export interface FluidStoreOptions {
  /** Folder with `config.json` as Alluxio names it, such as `s3://models/llama-3.3-70b/`. */
  readonly mountPoint: string;
  /** Folder of the claim under which pods see it; another for another revision. Letters, digits, `.`, `_` and `-`. @default - the last folder of `mountPoint` */
  readonly mountName?: string;
  /** Workers, each on a node of its own, 1 or more; they hold one copy among them. */
  readonly replicas: number;
  /** What the cache is kept on. @default CacheMedium.SSD - memory of GPU nodes is what pods load through */
  readonly mediumType?: CacheMedium;
  /** Directory of the cache on the nodes of its workers, such as `/mnt/nvme/fluid`. */
  readonly directory: string;
  /** Options of the mount, such as `alluxio.underfs.s3.region`; not secrets. @default - none */
  readonly options?: { readonly [option: string]: string };
  /** Options whose values are in Secrets of the namespace, such as `aws.accessKeyId`. @default - none: an open store, or one that knows the nodes */
  readonly encryptOptions?: { readonly [option: string]: SecretKey };
  /** Labels of the nodes that work for it. @default - any node; those of the service keep files beside their readers */
  readonly nodeSelector?: { readonly [label: string]: string };
  /** Rate at which one loading pod reads through FUSE, 1e9 bytes per second. @default - that of a fast parallel file system, by loader 1.1 on one GPU to 4.3 on eight; measure yours */
  readonly readGBps?: number;
}

const known: PropNames<FluidStoreOptions> = {
  mountPoint: true,
  mountName: true,
  replicas: true,
  mediumType: true,
  directory: true,
  options: true,
  encryptOptions: true,
  nodeSelector: true,
  readGBps: true,
};

/** Why Fluid would make no cache of these options. */
export function fluidStoreViolations(store: FluidStoreOptions): Violation[] {
  return [
    ...unknownProps(store, known),
    ...mountViolations(store),
    ...workerViolations(store),
    ...secretViolations(store),
  ];
}

/** Folder of the claim with the model. */
export function mountNameOf({ mountPoint, mountName }: FluidStoreOptions): string {
  return mountName ?? mountPoint?.split('/').filter(Boolean).pop() ?? '';
}

function mountViolations(store: FluidStoreOptions): Violation[] {
  const { mountPoint: value } = store;
  if (!/^[a-z][a-z0-9+.-]*:\/\/.*[^/]/.test(value ?? '')) {
    const fix = "e.g. 's3://models/llama-3.3-70b/'";
    const allowed = 'an address with its scheme';
    return [{ path: 'mountPoint', value: value && withoutLogin(value), allowed, fix }];
  }
  if (holdsPassword(value ?? '')) {
    const allowed = 'an address without user and password, which a manifest would show';
    const fix = "give them in 'encryptOptions', as SecretKeys";
    return [{ path: 'mountPoint', value: withoutLogin(value), allowed, fix }];
  }
  const name = mountNameOf(store);
  if (/^[A-Za-z0-9][\w.-]*$/.test(name)) return [];
  return [
    {
      path: 'mountName',
      value: name,
      allowed: 'letters, digits, ., _ and -: it is part of the path of the model',
      fix: "e.g. 'llama-3.3-70b'",
    },
  ];
}

function workerViolations({ replicas, directory }: FluidStoreOptions): Violation[] {
  const violations: Violation[] = [];
  if (!Number.isInteger(replicas) || replicas < 1) {
    const fix = 'one for each node that keeps a part of the files';
    const allowed = 'a whole number, at least 1';
    violations.push({ path: 'replicas', value: replicas, allowed, fix });
  }
  if (!/^\/[^/]/.test(directory ?? '')) {
    const fix = "e.g. '/mnt/nvme/fluid', or '/dev/shm' for memory";
    violations.push({ path: 'directory', value: directory, allowed: 'an absolute path', fix });
  }
  return violations;
}

/** Fluid refuses a dataset that states an option twice, and a manifest must hold no key. */
function secretViolations({ options = {}, encryptOptions = {} }: FluidStoreOptions): Violation[] {
  return Object.keys(options)
    .filter((name) => /secret|accesskey|password|token|credential/i.test(name))
    .concat(Object.keys(options).filter((name) => Object.hasOwn(encryptOptions, name)))
    .filter((name, i, all) => all.indexOf(name) === i)
    .map((name) => ({
      path: `options['${name}']`,
      value: undefined,
      allowed: 'no secret, and no option of encryptOptions',
      fix: `state encryptOptions: { '${name}': SecretKey.of('secret', 'key') } alone`,
    }));
}
