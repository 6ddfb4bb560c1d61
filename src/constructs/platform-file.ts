import { readFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import type { Schema } from 'jsonschema';
import schema from '../../schema/platform.schema.json';
import { schemaViolations } from '../capacity/validate';
import type { SecretRef } from '../kube/platform';
import { InvalidInput } from '../violations';
import type { CloudProvider, NodeAutoscaler } from './kinds';
import { MetricsBackend } from './metrics-backend';
import { type MetricsFile, metricsViolations } from './metrics-file';
import { SecretKey } from './secret-key';
import type { ServingPlatformProps } from './serving-platform-props';

/** `schema/platform.schema.json` as a type. */
interface PlatformFile {
  readonly kubernetesVersion?: string;
  readonly provider?: CloudProvider;
  readonly nodeAutoscaler?: NodeAutoscaler;
  readonly metrics?: MetricsFile;
  readonly monitorLabels?: Record<string, string>;
  readonly gatewayTimeoutSeconds?: number;
  readonly nodeDrainLimitSeconds?: number;
  readonly spotNoticeSeconds?: number;
  readonly endpointPropagationSeconds?: number;
  readonly scrapeIntervalSeconds?: number;
  readonly nodeProvisionSeconds?: number;
  readonly gpuQuota?: number;
  readonly capacityBuffers?: boolean;
  readonly kueue?: boolean;
  readonly openShift?: boolean;
  readonly sharedStorageClass?: string;
}

/** Props from a platform file; throws with every violation of its schema and its sense. */
export function platformFromFile(path: string): ServingPlatformProps {
  const value = contentOf(path);
  const ofSchema = schemaViolations(value, schema as Schema, "kubernetesVersion: '1.34'");
  const { metrics } = (value ?? {}) as PlatformFile;
  const violations = [...ofSchema, ...metricsViolations(metrics)];
  if (violations.length > 0) throw new InvalidInput(violations, path);
  const file = value as PlatformFile;
  return {
    kubernetesVersion: file.kubernetesVersion,
    provider: file.provider,
    nodeAutoscaler: file.nodeAutoscaler,
    metrics: file.metrics && backend(file.metrics),
    monitorLabels: file.monitorLabels,
    gatewayTimeout: seconds(file.gatewayTimeoutSeconds),
    nodeDrainLimit: seconds(file.nodeDrainLimitSeconds),
    spotNotice: seconds(file.spotNoticeSeconds),
    endpointPropagation: seconds(file.endpointPropagationSeconds),
    scrapeInterval: seconds(file.scrapeIntervalSeconds),
    nodeProvisionTime: seconds(file.nodeProvisionSeconds),
    gpuQuota: file.gpuQuota,
    capacityBuffers: file.capacityBuffers,
    kueue: file.kueue,
    openShift: file.openShift,
    sharedStorageClass: file.sharedStorageClass,
  };
}

function seconds(value: number | undefined): Duration | undefined {
  return value === undefined ? undefined : Duration.seconds(value);
}

function contentOf(path: string): unknown {
  const refused = (allowed: string, fix: string): InvalidInput =>
    new InvalidInput([{ path: 'path', value: path, allowed, fix }]);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw refused('the path of a readable file', `it is looked up from ${process.cwd()}`);
  }
  // The parser costs 30 ms at load, so only a platform from a file pays for it.
  const { parseDocument } = require('yaml') as typeof import('yaml');
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) throw refused('YAML or JSON', error.message.split(':\n')[0]);
  return document.toJS();
}

function backend(file: MetricsFile): MetricsBackend {
  const { kind, serverAddress = '', region = '', projectId = '', clientId = '', ...options } = file;
  switch (kind) {
    case 'amazon':
      return MetricsBackend.amazon(serverAddress, region, options);
    case 'google':
      return MetricsBackend.google(projectId, options);
    case 'azure':
      return MetricsBackend.azure(serverAddress, clientId, options);
    default:
      return MetricsBackend.prometheus(serverAddress, {
        ...options,
        username: secret(file.username),
        password: secret(file.password),
        token: secret(file.token),
        certificate: secret(file.certificate),
        privateKey: secret(file.privateKey),
        ca: secret(file.ca),
      });
  }
}

function secret(ref: SecretRef | undefined): SecretKey | undefined {
  return ref && SecretKey.of(ref.secretName, ref.key);
}
