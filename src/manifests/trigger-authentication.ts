import type { MetricsAuthSpec, PlatformSpec, SecretRef } from '../kube/platform';
import { objectMetadata } from './metadata';
import type { ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

/** How KEDA logs in to the metrics backend; nothing where the backend asks for no login. */
export function triggerAuthentication(
  spec: ServiceSpec,
  { metrics }: PlatformSpec,
): WireObject | undefined {
  const secretTargetRef = secretTargets(metrics.auth);
  const podIdentity = identity(metrics.auth);
  if (!podIdentity && secretTargetRef.length === 0) return undefined;
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'TriggerAuthentication',
    metadata: objectMetadata(spec),
    spec: {
      ...(podIdentity ? { podIdentity } : {}),
      ...(secretTargetRef.length > 0 ? { secretTargetRef } : {}),
    },
  };
}

/** KEDA's `authModes` of a kind; pod identities exclude it. */
export function authModes({ kind }: MetricsAuthSpec): string | undefined {
  return ['basic', 'bearer', 'tls'].includes(kind) ? kind : undefined;
}

function secretTargets(auth: MetricsAuthSpec): WireFields[] {
  const references: [string, SecretRef | undefined][] = [
    ['username', auth.username],
    ['password', auth.password],
    ['bearerToken', auth.token],
    ['cert', auth.certificate],
    ['key', auth.privateKey],
    ['ca', auth.ca],
  ];
  return references.flatMap(([parameter, reference]) =>
    reference ? [{ parameter, name: reference.secretName, key: reference.key }] : [],
  );
}

function identity({ kind, identity: id }: MetricsAuthSpec): WireFields | undefined {
  switch (kind) {
    case 'aws':
      return { provider: 'aws', ...(id ? { roleArn: id } : {}) };
    case 'azure-workload':
      return { provider: 'azure-workload', ...(id ? { identityId: id } : {}) };
    // Google binds the service account to KEDA's own; the trigger cannot choose another.
    case 'gcp':
      return { provider: 'gcp' };
    default:
      return undefined;
  }
}
