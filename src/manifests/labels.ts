import { LabelKey } from '../kube/labels';
import type { ServiceSpec } from './service-spec';

type Labels = Readonly<Record<string, string>>;

/** The first pod of a group serves; a single-node replica is a group of one. */
export type PodRole = 'leader' | 'worker';

export const ServiceLabel = {
  SERVICE: 'cdk8s-llm.dev/service',
  ROLE: 'cdk8s-llm.dev/role',
} as const;

/** On every object. */
export function objectLabels({ name }: ServiceSpec): Labels {
  return {
    [LabelKey.APP_NAME]: 'vllm',
    [LabelKey.APP_COMPONENT]: 'inference-server',
    [LabelKey.APP_MANAGED_BY]: 'cdk8s-llm',
    [ServiceLabel.SERVICE]: name,
  };
}

/** On every pod; the labels that selectors read win over the user's. */
export function podLabels(spec: ServiceSpec, role: PodRole): Labels {
  return { ...spec.podLabels, ...objectLabels(spec), [ServiceLabel.ROLE]: role };
}

/** Selects the pods that serve. Selectors are immutable, so they carry no version. */
export function leaderSelector({ name }: ServiceSpec): Labels {
  return { [ServiceLabel.SERVICE]: name, [ServiceLabel.ROLE]: 'leader' };
}

/** Selects every pod of every group. */
export function serviceSelector({ name }: ServiceSpec): Labels {
  return { [ServiceLabel.SERVICE]: name };
}
