/** What a service is worth, the dearest first. */
export type PriorityTierName = 'critical' | 'online' | 'standard' | 'batch' | 'placeholder';

/** One PriorityClass. Value and policy are immutable: a new value needs a new name. */
export interface PriorityRow {
  readonly tier: PriorityTierName;
  readonly name: string;
  readonly value: number;
  /** Whether its pods take GPUs from pods of a lower value. */
  readonly preempts: boolean;
  readonly description: string;
}

/** Pods without a class. */
export const priorityWithoutClass = 0;

/**
 * Steps of ten leave room between them. Batch is below pods without a class, so that nobody has to
 * name one to be served first. Placeholders are above −10, cluster-autoscaler's
 * `--expendable-pods-priority-cutoff`: below it pods neither buy a node nor keep one.
 */
export const priorityRows: readonly PriorityRow[] = [
  {
    tier: 'critical',
    name: 'llm-critical',
    value: 1_000_000,
    preempts: true,
    description: 'LLM services that others depend on.',
  },
  {
    tier: 'online',
    name: 'llm-online',
    value: 100_000,
    preempts: true,
    description: 'LLM services that people wait for.',
  },
  {
    tier: 'standard',
    name: 'llm-standard',
    value: 10_000,
    preempts: true,
    description: 'LLM services whose peak may wait.',
  },
  {
    tier: 'batch',
    name: 'llm-batch',
    value: -1,
    preempts: false,
    description: 'LLM work that runs on what others leave and gives it back.',
  },
  {
    tier: 'placeholder',
    name: 'llm-placeholder',
    value: -5,
    preempts: false,
    description: 'Pods that only hold nodes for LLM services.',
  },
];

/** Name of the class of a tier that there is. */
export function priorityClassOf(tier: PriorityTierName): string {
  return priorityRow(tier)?.name ?? tier;
}

/** The class of a tier. */
export function priorityRow(tier: string): PriorityRow | undefined {
  return priorityRows.find((row) => row.tier === tier);
}

/** The class of a name, where it is one of ours. */
export function priorityOfClass(name: string): PriorityRow | undefined {
  return priorityRows.find((row) => row.name === name);
}
