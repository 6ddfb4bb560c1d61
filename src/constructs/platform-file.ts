import { readFileSync } from 'node:fs';
import { Duration } from 'cdk8s';
import type { Schema } from 'jsonschema';
import schema from '../../schema/platform.schema.json';
import { schemaViolations } from '../capacity/validate';
import type { SecretRef } from '../kube/platform';
import { InvalidInput } from '../violations';
import type { CloudProvider, NodeAutoscaler } from './kinds';
import { MetricsBackend } from './metrics-backend';
import { SecretKey } from './secret-key';
import type { ServingPlatformProps } from './serving-platform';

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
  readonly kueue?: boolean;
  readonly openShift?: boolean;
}

interface MetricsFile {
  readonly kind: 'prometheus' | 'amazon' | 'google' | 'azure';
  readonly serverAddress?: string;
  readonly region?: string;
  readonly projectId?: string;
  readonly clientId?: string;
  readonly tenant?: string;
  readonly username?: SecretRef;
  readonly password?: SecretRef;
  readonly token?: SecretRef;
  readonly certificate?: SecretRef;
  readonly privateKey?: SecretRef;
  readonly ca?: SecretRef;
  readonly matchers?: Record<string, string>;
  readonly kubeStateMetrics?: boolean;
}

/** Props from a platform file; throws with every violation of its schema. */
export function platformFromFile(path: string): ServingPlatformProps {
  const { parse } = require('yaml') as typeof import('yaml');
  const value: unknown = parse(readFileSync(path, 'utf8'));
  const violations = schemaViolations(value, schema as Schema, "kubernetesVersion: '1.34'");
  if (violations.length > 0) throw new InvalidInput(violations);
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
    kueue: file.kueue,
    openShift: file.openShift,
  };
}

function seconds(value: number | undefined): Duration | undefined {
  return value === undefined ? undefined : Duration.seconds(value);
}

function backend(file: MetricsFile): MetricsBackend {
  const { kind, matchers, kubeStateMetrics, tenant } = file;
  const options = { matchers, kubeStateMetrics };
  switch (kind) {
    case 'amazon':
      return MetricsBackend.amazon(needed(file, 'serverAddress'), needed(file, 'region'), options);
    case 'google':
      return MetricsBackend.google(needed(file, 'projectId'), options);
    case 'azure':
      return MetricsBackend.azure(needed(file, 'serverAddress'), needed(file, 'clientId'), options);
    default:
      return MetricsBackend.prometheus(needed(file, 'serverAddress'), {
        ...options,
        tenant,
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

function needed(
  file: MetricsFile,
  key: 'serverAddress' | 'region' | 'projectId' | 'clientId',
): string {
  const value = file[key];
  if (value !== undefined) return value;
  throw new InvalidInput([
    {
      path: `/metrics/${key}`,
      value,
      allowed: 'given',
      fix: `metrics of kind ${file.kind} need it`,
    },
  ]);
}
