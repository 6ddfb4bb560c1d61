import { InvalidInput, type Violation } from '../violations';
import { resolveRequest } from './resolve';
import { inKnownSpellings } from './spellings';
import { validRequest } from './validate';

type Fields = { readonly [key: string]: unknown };

/** What all other values are judged by. */
const GROUND = /^\/(model|accelerator|node)(\/|$)/;

/** Without either there is no traffic, so what is judged by it is not judged. */
const CARRIERS = /^\/traffic\/(peakRequestsPerSecond|history)(\/|$)/;

/**
 * Every violation of a request at once: those of its schema, and those of sense among the values
 * that the schema leaves standing.
 */
export function violationsOf(stated: object): Violation[] {
  const request = inKnownSpellings(stated);
  const ofSchema = refused(() => validRequest(request));
  let standing = request as Fields;
  for (let found = ofSchema; found.length > 0; found = refused(() => validRequest(standing))) {
    const broken = found.map(({ path }) => removable(standing, path));
    if (broken.some((pointer) => pointer === '' || GROUND.test(pointer))) return [...ofSchema];
    standing = broken.reduce(without, standing);
  }
  return [...ofSchema, ...refused(() => resolveRequest(validRequest(standing)))];
}

function refused(attempt: () => unknown): readonly Violation[] {
  try {
    attempt();
    return [];
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
}

/** A value, what a missing one is missing from, or a whole list, so that places in it stay true. */
function removable(request: Fields, path: string): string {
  if (CARRIERS.test(path)) return '/traffic';
  const [, ...keys] = path.split('/');
  let at: unknown = request;
  for (const [i, key] of keys.entries()) {
    const part = (at as Fields)[key];
    if (part === undefined || Array.isArray(at)) return ['', ...keys.slice(0, i)].join('/');
    at = part;
  }
  return path;
}

function without(value: Fields, pointer: string): Fields {
  const [, key, ...rest] = pointer.split('/');
  const { [key]: part, ...others } = value;
  if (part === undefined || rest.length === 0) return others;
  return { ...others, [key]: without(part as Fields, `/${rest.join('/')}`) };
}
