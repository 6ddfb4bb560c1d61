import { LabelKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import { cacheMaxUnavailable, pauseGraceSeconds } from './constants';
import { helperResources } from './resources';
import { containerSecurityContext, podSecurityContext } from './security';
import type { WireFields, WireMetadata, WireObject } from './wire';

/** A pod on every node of a kind that keeps something there and serves nobody. */
export function residentDaemonSet(metadata: WireMetadata, pod: WireFields): WireObject {
  const labels = metadata.labels ?? {};
  const identity = [LabelKey.APP_NAME, LabelKey.APP_COMPONENT].map((key) => [key, labels[key]]);
  return {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata,
    spec: {
      selector: { matchLabels: Object.fromEntries(identity) },
      updateStrategy: {
        type: 'RollingUpdate',
        rollingUpdate: { maxUnavailable: cacheMaxUnavailable },
      },
      template: {
        metadata: { labels: { ...labels } },
        spec: { terminationGracePeriodSeconds: pauseGraceSeconds, ...pod },
      },
    },
  };
}

/** Holds the pod, and does nothing. */
export function pauseContainer(image: string, more: WireFields = {}): WireFields {
  return {
    name: 'pause',
    image,
    imagePullPolicy: 'IfNotPresent',
    resources: helperResources(),
    securityContext: containerSecurityContext({ readOnlyRootFilesystem: true }),
    ...more,
  };
}

/** Where such a pod runs, and who may pull its images. */
export interface HelperPlace {
  readonly nodeSelector: Readonly<Record<string, string>>;
  readonly tolerations: readonly object[];
  readonly imagePullSecrets: readonly string[];
}

/** A pod that talks to no API server and needs no rights. */
export function helperPod(
  { nodeSelector, tolerations, imagePullSecrets }: HelperPlace,
  platform: Pick<PlatformSpec, 'openShift'>,
): WireFields {
  return {
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: podSecurityContext(platform),
    ...(imagePullSecrets.length > 0
      ? { imagePullSecrets: imagePullSecrets.map((name) => ({ name })) }
      : {}),
    ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector: { ...nodeSelector } } : {}),
    ...(tolerations.length > 0 ? { tolerations: tolerations.map((item) => ({ ...item })) } : {}),
  };
}
