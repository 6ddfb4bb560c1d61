import { LabelKey } from '../kube/labels';
import { preferenceWeight, spreadMaxSkew } from './constants';
import { leaderSelector, type PodRole } from './labels';
import type { ServicePlan } from './service-plan';
import type { NodeAffinitySpec, ServiceSpec } from './service-spec';
import type { WireFields } from './wire';

export function scheduling(plan: ServicePlan, spec: ServiceSpec, role: PodRole): WireFields {
  const { nodeSelector, tolerations, priorityClassName, spreadOver, groupTopology } =
    spec.scheduling;
  const spread = role === 'leader' ? spreadOver : [];
  const together = role === 'worker' && plan.replica.nodes > 1 && groupTopology;
  return {
    ...(Object.keys(nodeSelector).length > 0 ? { nodeSelector } : {}),
    ...(tolerations.length > 0 ? { tolerations: tolerations.map((item) => ({ ...item })) } : {}),
    ...(priorityClassName ? { priorityClassName } : {}),
    ...(spread.length > 0
      ? { topologySpreadConstraints: spread.map((key) => spreadLeaders(spec, key)) }
      : {}),
    ...affinity(spec, together || undefined),
  };
}

function affinity(spec: ServiceSpec, together: string | undefined): WireFields {
  const rules = {
    ...nodeAffinity(spec.scheduling.nodeAffinity),
    ...(together ? followLeader(spec, together) : {}),
  };
  return Object.keys(rules).length > 0 ? { affinity: rules } : {};
}

function nodeAffinity({ required, preferred }: NodeAffinitySpec = {}): WireFields {
  if (!required && !preferred) return {};
  const must = required && { nodeSelectorTerms: [{ matchExpressions: [{ ...required }] }] };
  const better = preferred && [
    { weight: preferenceWeight, preference: { matchExpressions: [{ ...preferred }] } },
  ];
  return {
    nodeAffinity: {
      ...(must ? { requiredDuringSchedulingIgnoredDuringExecution: must } : {}),
      ...(better ? { preferredDuringSchedulingIgnoredDuringExecution: better } : {}),
    },
  };
}

// Leaders only: spread workers would tear a group apart.
function spreadLeaders(spec: ServiceSpec, topologyKey: string): WireFields {
  return {
    maxSkew: spreadMaxSkew,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: leaderSelector(spec) },
  };
}

// Workers go where their leader went. LeaderWorkerSet's exclusive-topology annotation would also
// keep every other group out of that domain, so that three zones could never hold four groups.
// matchLabelKeys adds the pod's own group key to the selector (Kubernetes 1.31).
function followLeader(spec: ServiceSpec, topologyKey: string): WireFields {
  const term = {
    labelSelector: { matchLabels: leaderSelector(spec) },
    matchLabelKeys: [LabelKey.LWS_GROUP_KEY],
    topologyKey,
  };
  return { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [term] } };
}
