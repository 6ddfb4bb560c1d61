import { type Schema, type ValidationError, Validator } from 'jsonschema';
import planRequest from '../../schema/plan-request.schema.json';
import { guess, InvalidInput, nearest, type Violation } from '../violations';
import type { PlanRequest } from './request';
import { inKnownSpellings } from './spellings';

const validator = new Validator();

/**
 * The request as typed data in the schema's own words; throws `InvalidInput` with every violation
 * of the schema.
 */
export function validRequest(stated: unknown): PlanRequest {
  const value = inKnownSpellings(stated);
  const violations = schemaViolations(value, planRequest as Schema, 'model: <Hugging Face id>');
  if (violations.length > 0) throw new InvalidInput(violations);
  return value as PlanRequest;
}

/** Every way in which `value` breaks `schema`; `start` is a first line for who wrote no mapping. */
export function schemaViolations(value: unknown, schema: Schema, start: string): Violation[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [
      { path: '', value, allowed: `a mapping (${schema.title})`, fix: `start with '${start}'` },
    ];
  }
  const { errors } = validator.validate(value, indexed(schema), { nestedErrors: true });
  return errors
    .filter((error) => !isOtherBranch(error, errors))
    .map((error) => violationOf(error, schema));
}

/** A reference to `schema` by its `$id`: the validator would index the schema in every call. */
function indexed(schema: Schema): Schema {
  const id = schema.$id;
  if (id === undefined) return schema;
  if (validator.schemas[id] === undefined) validator.addSchema(schema, id);
  return { $ref: id };
}

// An alternative "id or description" reports both branches; only the one that was meant helps.
function isOtherBranch(error: ValidationError, all: readonly ValidationError[]): boolean {
  const isObject = typeof error.instance === 'object';
  if (error.name === 'type' && isObject && String(error.argument) === 'string') return true;
  const path = error.path.join('/');
  return (
    error.name === 'anyOf' &&
    all.some((other) => other !== error && other.path.join('/').startsWith(path) && isObject)
  );
}

function violationOf(error: ValidationError, root: Schema): Violation {
  const path = `/${error.path.join('/')}`;
  const described = typeof error.schema === 'object' ? (error.schema as { 'x-fix'?: string }) : {};
  switch (error.name) {
    case 'additionalProperties':
      return unknownKey(path, error, root);
    case 'required':
      return missingKey(path, error, root);
    default:
      return {
        path: path === '/' ? '' : path,
        value: error.instance,
        allowed: allowedBy(error),
        fix: described['x-fix'] ?? 'see the schema of the plan request',
      };
  }
}

function unknownKey(path: string, error: ValidationError, root: Schema): Violation {
  const key = String(error.argument);
  const known = Object.keys(propertiesOf(error, root)).filter((k) => k[0] !== '$');
  const close = nearest(key, known);
  return {
    path: join(path, key),
    value: (error.instance as Record<string, unknown>)[key],
    allowed: `one of the known keys (${(close.length > 0 ? close : known.slice(0, 4)).join(', ')} …)`,
    fix: guess(key, known, 'leave it out').fix,
  };
}

function missingKey(path: string, error: ValidationError, root: Schema): Violation {
  const key = String(error.argument);
  const property = propertiesOf(error, root)[key] as Record<string, string> | undefined;
  return {
    path: join(path, key),
    value: undefined,
    allowed: 'given',
    fix: property?.['x-fix'] ?? 'state it',
  };
}

/** Keys of the object at fault. Of a schema with an `$id`, which is the root's, an error keeps that only. */
function propertiesOf(
  { schema }: ValidationError,
  root: Schema,
): NonNullable<Schema['properties']> {
  return (typeof schema === 'string' ? root : schema).properties ?? {};
}

function join(path: string, key: string): string {
  return path === '/' ? `/${key}` : `${path}/${key}`;
}

function allowedBy(error: ValidationError): string {
  const argument = error.argument as unknown;
  switch (error.name) {
    case 'minimum':
      return `at least ${argument}`;
    case 'maximum':
      return `at most ${argument}`;
    case 'exclusiveMinimum':
      return `more than ${argument}`;
    case 'enum':
      return `one of ${(argument as unknown[]).join(', ')}`;
    case 'const':
      return String(argument);
    case 'pattern':
      return `of the form ${argument}`;
    case 'minLength':
      return 'not empty';
    case 'type':
      return `${article((argument as string[])[0])} ${(argument as string[])[0]}`;
    default:
      return 'a valid value';
  }
}

function article(type: string): string {
  return /^[aeiou]/.test(type) ? 'an' : 'a';
}
