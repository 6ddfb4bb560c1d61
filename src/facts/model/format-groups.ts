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
    const format = formatOfNumbers(isObject(group.weights) ? group.weights : {});
    return format === undefined ? [] : [{ format, covers: coverage(group.targets) }];
  });
}

/** The weights of the first group, which is the only one of most checkpoints. */
export function firstGroupWeights(config: Config): Config {
  const weights = groupsOf(config).at(0)?.weights;
  return isObject(weights) ? weights : {};
}

/** Quark puts the layers that differ beside the numbers of all others. */
function groupsOf(config: Config): readonly Config[] {
  const { config_groups: groups, layer_quant_config: layers } = config;
  if (isObject(groups)) return Object.values(groups).filter(isObject);
  if (config.quant_method !== 'quark' || !isObject(layers)) return [];
  const others = { weights: quarkNumbers(config) };
  const stated = Object.entries(layers).filter(([, layer]) => isObject(layer));
  return [
    ...stated.map(([name, layer]) => ({ targets: [name], weights: numbersOf(layer) })),
    others,
  ];
}

/** The weights of Quark's `global_quant_config` in the words of the other tools. */
export function quarkNumbers({ global_quant_config: all }: Config): Config {
  return numbersOf(all);
}

/** `fp8_e4m3`, `fp4`, `int4` …; weights quantized twice are listed, the stored form last. */
function numbersOf(layer: unknown): Config {
  const weight = isObject(layer) ? layer.weight : undefined;
  const stored: unknown = Array.isArray(weight) ? weight.at(-1) : weight;
  if (!isObject(stored)) return {};
  const type = String(stored.dtype).toLowerCase();
  const bits = Number(/(?:fp|int)(\d)/.exec(type)?.[1]);
  // The microscaling formats have groups of 32, and are what Quark writes unless it says 16.
  const group = bits === 4 && !type.includes('int') ? (stored.group_size ?? 32) : stored.group_size;
  return { num_bits: bits, type: type.includes('int') ? 'int' : 'float', group_size: group };
}

/** Format of weights by their bits and type. */
export function formatOfNumbers({
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
