import { isObject } from './fields';
import type { WeightFormat } from './geometry';
import { moduleTest } from './module-patterns';

type Config = Readonly<Record<string, unknown>>;

/** Modules of a mixed checkpoint that share a format. */
export interface FormatGroup {
  readonly format: WeightFormat;
  readonly covers: (module: string) => boolean;
}

/** The `config_groups` of llm-compressor and ModelOpt whose format is known, in their order. */
export function formatGroups(config: Config): readonly FormatGroup[] {
  return groupsOf(config).flatMap((group) => {
    const format = formatOfWeights(isObject(group.weights) ? group.weights : {});
    return format === undefined ? [] : [{ format, covers: coverage(group.targets) }];
  });
}

/** The weights of the first group, which is the only one of most checkpoints. */
export function firstGroupWeights(config: Config): Config {
  const weights = groupsOf(config).at(0)?.weights;
  return isObject(weights) ? weights : {};
}

function groupsOf({ config_groups: groups }: Config): readonly Config[] {
  return isObject(groups) ? Object.values(groups).filter(isObject) : [];
}

function formatOfWeights({
  num_bits: bits,
  type,
  group_size: group,
}: Config): WeightFormat | undefined {
  if (bits === 8) return type === 'float' ? 'fp8' : 'int8';
  if (bits !== 4) return undefined;
  if (type === 'int') return 'int4';
  return group === 32 ? 'mxfp4' : 'nvfp4';
}

/** Targets are classes such as `Linear`, which the output head is not, or modules. */
function coverage(targets: unknown): (module: string) => boolean {
  const names = Array.isArray(targets) ? targets.map(String) : ['Linear'];
  const isNamed = moduleTest(names.filter((name) => !isClass(name)));
  return names.some(isClass) ? (module) => module !== 'lm_head' || isNamed(module) : isNamed;
}

function isClass(target: string): boolean {
  return /^[A-Z]\w*$/.test(target);
}
