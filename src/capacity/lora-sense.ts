import { isOfficialImage } from '../engines/vllm/image';
import type { Violation } from '../violations';
import { loraSettings } from './lora';
import type { PlanRequest } from './request';

const MODULES = '/engine/lora/modules';

/** `name=path` is one argument, and the name goes into URLs and labels. */
const NAME = /^[A-Za-z0-9._-]+$/;

/** Where the volume with the weights is mounted; its adapters are below it. */
const mounted = '/models';

/** Adapters that the engine could not name, find or hold. */
export function loraViolations(request: PlanRequest): Violation[] {
  const { modules = {} } = request.engine?.lora ?? {};
  return [
    ...hostViolations(request),
    ...Object.keys(modules).flatMap(nameViolations),
    ...Object.entries(modules).flatMap(([name, path]) => placeViolations(name, path, request)),
  ];
}

/** The engine keeps every adapter that runs in host memory too. */
function hostViolations({ engine }: PlanRequest): Violation[] {
  if (!engine?.lora) return [];
  const { maxLoras, maxCpuLoras } = loraSettings(engine.lora);
  if (maxCpuLoras >= maxLoras) return [];
  return [
    {
      path: '/engine/lora/maxCpuLoras',
      value: maxCpuLoras,
      allowed: `at least maxLoras (${maxLoras}), whose adapters are all held on the host`,
      fix: 'raise it, or leave it out',
    },
  ];
}

function nameViolations(name: string): Violation[] {
  if (NAME.test(name)) return [];
  const allowed = 'named with letters, digits, dots, underscores and dashes';
  return [{ path: MODULES, value: name, allowed, fix: 'rename the adapter' }];
}

/** Weights that are not downloaded by the engine leave it offline, for adapters too. */
function placeViolations(name: string, value: string, request: PlanRequest): Violation[] {
  const { weights = 'none' } = request.caches ?? {};
  const path = `${MODULES}/${name}`;
  const hasVolume = !['none', 'object-store'].includes(weights);
  if (!value.startsWith('/')) {
    if (weights === 'none') return [];
    const allowed = `a path below ${mounted}: with these weights the engine is offline and fetches no repository`;
    const fix = hasVolume
      ? `put the adapter beside the weights and give its path below ${mounted}`
      : 'keep weights and adapters on a claim';
    return [{ path, value, allowed, fix }];
  }
  if (hasVolume || isInImage(value, request)) return [];
  const allowed = 'a path where something is mounted, which these weights are not';
  const fix =
    weights === 'none'
      ? 'give a repository, or keep weights and adapters on a claim'
      : 'keep weights and adapters on a claim';
  return [{ path, value, allowed, fix }];
}

/** An image of one's own may bring adapters along. */
function isInImage(path: string, { engine }: PlanRequest): boolean {
  const isOwn = engine?.image !== undefined && !isOfficialImage(engine.image);
  return isOwn && path !== mounted && !path.startsWith(`${mounted}/`);
}
