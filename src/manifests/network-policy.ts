import { httpPort } from './constants';
import { leaderSelector, serviceSelector } from './labels';
import { objectMetadata } from './metadata';
import type { ServicePlan } from './service-plan';
import type { PeerSpec, ServiceSpec } from './service-spec';
import type { WireFields, WireObject } from './wire';

/**
 * Ingress only: egress to hubs and object stores cannot be named in a policy. Policies add up, and
 * a pod that one of them selects is closed to everybody else; kubelet's probes always pass.
 *
 * - `<name>-group`, with workers: the rendezvous ports of a group are ephemeral and know neither
 *   authentication nor encryption, so pods of the service reach each other and nobody else does.
 * - `<name>-http`: who reaches the API. With workers but without stated clients it admits
 *   everybody, since `<name>-group` alone would cut off every client.
 */
export function networkPolicies({ replica }: ServicePlan, spec: ServiceSpec): WireObject[] {
  const group = replica.nodes > 1 ? [groupPolicy(spec)] : [];
  const restricted = group.length > 0 || spec.clients.length > 0;
  return restricted ? [...group, httpPolicy(spec)] : [];
}

function groupPolicy(spec: ServiceSpec): WireObject {
  const podSelector = { matchLabels: serviceSelector(spec) };
  return policy(spec, 'group', podSelector, { from: [{ podSelector }] });
}

// The API key guards /v1 only: /metrics, /tokenize and /invocations answer to all who get here.
function httpPolicy(spec: ServiceSpec): WireObject {
  const { clients, monitorPeers } = spec;
  const from = clients.length > 0 ? { from: [...clients, ...monitorPeers].map(peer) } : {};
  const ports = [{ protocol: 'TCP', port: httpPort }];
  return policy(spec, 'http', { matchLabels: leaderSelector(spec) }, { ...from, ports });
}

function policy(
  spec: ServiceSpec,
  suffix: string,
  podSelector: WireFields,
  ingress: WireFields,
): WireObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: objectMetadata(spec, `${spec.name}-${suffix}`),
    spec: { podSelector, policyTypes: ['Ingress'], ingress: [ingress] },
  };
}

function peer({ namespaceLabels, podLabels }: PeerSpec): WireFields {
  return {
    namespaceSelector: { matchLabels: namespaceLabels },
    ...(podLabels ? { podSelector: { matchLabels: podLabels } } : {}),
  };
}
