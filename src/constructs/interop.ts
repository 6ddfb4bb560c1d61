import type {
  IPersistentVolumeClaim,
  IPodSelector,
  ISecret,
  PersistentVolumeClaim,
  PodSelectorConfig,
} from 'cdk8s-plus-28';

// The only file that knows cdk8s-plus: its types differ from one version of the package to the next.
export type { IPersistentVolumeClaim, IPodSelector, ISecret, PodSelectorConfig };

/** Name of a cdk8s-plus resource, its own or imported. */
export function nameOf(resource: ISecret | IPersistentVolumeClaim): string {
  return resource.name;
}

/** Access modes of a cdk8s-plus claim; an imported one does not say. */
export function accessModesOf(claim: IPersistentVolumeClaim): readonly string[] {
  return (claim as Partial<PersistentVolumeClaim>).accessModes ?? [];
}

/** What a cdk8s-plus Service, NetworkPolicy or affinity needs to select pods by labels. */
export function podSelectorConfig(labels: Readonly<Record<string, string>>): PodSelectorConfig {
  const { LabelSelector } = require('cdk8s-plus-28') as typeof import('cdk8s-plus-28');
  return { labelSelector: LabelSelector.of({ labels: { ...labels } }) };
}
