import { readFileSync } from 'node:fs';
import type { Schema } from 'jsonschema';
import schema from '../../schema/platform.schema.json';
import { type MetricsFile, metricsViolations } from '../kube/metrics-file';
import type { NodeAutoscalerName, ProviderName } from '../kube/platform';
import { InvalidInput } from '../violations';
import { schemaViolations } from './validate';

/** `schema/platform.schema.json` as a type. */
export interface PlatformFile {
  readonly kubernetesVersion?: string;
  readonly provider?: ProviderName;
  readonly nodeAutoscaler?: NodeAutoscalerName;
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

/** A platform file; throws with every violation of its schema and its sense. */
export function readPlatformFile(path: string): PlatformFile {
  const value = contentOf(path);
  const ofSchema = schemaViolations(value, schema as Schema, "kubernetesVersion: '1.34'");
  const { metrics } = (value ?? {}) as PlatformFile;
  const violations = [...ofSchema, ...metricsViolations(metrics)];
  if (violations.length > 0) throw new InvalidInput(violations, path);
  return value as PlatformFile;
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
