import type { ObjectWeights } from '../manifests';
import type { Violation } from '../violations';
import { httpAddressViolations, withoutLogin } from './http-address';
import { kindViolations } from './prop-kinds';
import { type PropNames, unknownProps } from './unknown-props';
import type { ObjectStoreOptions } from './weight-source-options';

const known: PropNames<ObjectStoreOptions> = {
  accessKeyId: true,
  secretAccessKey: true,
  endpoint: true,
  region: true,
  account: true,
  serviceAccountAnnotations: true,
  concurrency: true,
  readGBps: true,
};

/** Options that only one kind of store knows. */
const ONLY: Readonly<Record<string, readonly (keyof ObjectStoreOptions)[]>> = {
  s3: ['accessKeyId', 'secretAccessKey', 'endpoint', 'region'],
  az: ['account'],
};

const endpointAdvice = {
  example: 'https://minio.storage:9000',
  login: "give 'accessKeyId' and 'secretAccessKey' as SecretKeys",
};

/** Why the streamer could not read from there. */
export function objectStoreViolations(uri: string, options: ObjectStoreOptions): Violation[] {
  const [, scheme] = /^(s3|gs|az):\/\/[^/]+/.exec(uri) ?? [];
  if (!scheme) {
    const allowed = 'an address that the streamer reads: s3://, gs:// or az://, with a bucket';
    return [{ path: 'uri', value: uri, allowed, fix: "e.g. 's3://models/llama-3.3-70b'" }];
  }
  return [
    ...unknownProps(options, known),
    ...kindViolations(options),
    ...foreign(scheme, options),
    ...halves(options),
    ...httpAddressViolations('endpoint', options.endpoint, endpointAdvice),
    ...(scheme === 'az' && !options.account
      ? [missing('account', 'given for az://', 'name the storage account')]
      : []),
    ...concurrency(options),
  ];
}

function foreign(scheme: string, options: ObjectStoreOptions): Violation[] {
  return Object.entries(ONLY)
    .filter(([other]) => other !== scheme)
    .flatMap(([other, names]) =>
      names
        .filter((name) => options[name] !== undefined)
        .map((name) => ({
          path: name,
          value: shown(options[name]),
          allowed: `left out for ${scheme}://, it is for ${other}://`,
          fix: 'leave it out; the pods log in by serviceAccountAnnotations',
        })),
    );
}

function shown(option: unknown): string {
  return typeof option === 'string' ? withoutLogin(option) : 'a SecretKey';
}

function halves({ accessKeyId, secretAccessKey }: ObjectStoreOptions): Violation[] {
  if ((accessKeyId === undefined) === (secretAccessKey === undefined)) return [];
  const [absent, present] =
    accessKeyId === undefined
      ? ['accessKeyId', 'secretAccessKey']
      : ['secretAccessKey', 'accessKeyId'];
  return [
    missing(absent, `given with ${present}`, 'give both, or none for the identity of the pods'),
  ];
}

function concurrency({ concurrency: value }: ObjectStoreOptions): Violation[] {
  if (value === undefined || (Number.isInteger(value) && value >= 1)) return [];
  const fix = 'leave it out to take that of the streamer';
  return [{ path: 'concurrency', value, allowed: 'a whole number, at least 1', fix }];
}

function missing(path: string, allowed: string, fix: string): Violation {
  return { path, value: undefined, allowed, fix };
}

/** As manifests write it. */
export function objectStoreSpec(uri: string, options: ObjectStoreOptions): ObjectWeights {
  const { accessKeyId, secretAccessKey, endpoint, region, account } = options;
  const variables = {
    AWS_ACCESS_KEY_ID: accessKeyId?._ref(),
    AWS_SECRET_ACCESS_KEY: secretAccessKey?._ref(),
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: region,
    AZURE_STORAGE_ACCOUNT_NAME: account,
    // Stores beside AWS know neither its metadata service nor buckets as host names.
    ...(endpoint
      ? { AWS_EC2_METADATA_DISABLED: 'true', RUNAI_STREAMER_S3_USE_VIRTUAL_ADDRESSING: '0' }
      : {}),
  };
  const stated = Object.entries(variables).filter(([, value]) => value !== undefined);
  return {
    kind: 'object-store',
    uri,
    concurrency: options.concurrency,
    env: Object.fromEntries(stated) as ObjectWeights['env'],
    identity: options.serviceAccountAnnotations ?? {},
  };
}
