import { Duration } from 'cdk8s';
import { readPlatformFile } from '../capacity/platform-file';
import type { MetricsFile } from '../kube/metrics-file';
import type { SecretRef } from '../kube/platform';
import type { CloudProvider, NodeAutoscaler } from './kinds';
import { MetricsBackend } from './metrics-backend';
import { SecretKey } from './secret-key';
import type { ServingPlatformProps } from './serving-platform-props';

/** Props from a platform file; throws with every violation of its schema and its sense. */
export function platformFromFile(path: string): ServingPlatformProps {
  const file = readPlatformFile(path);
  return {
    kubernetesVersion: file.kubernetesVersion,
    provider: file.provider as CloudProvider,
    nodeAutoscaler: file.nodeAutoscaler as NodeAutoscaler,
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
