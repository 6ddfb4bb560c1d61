/** Generations of GPUs whose efficiencies are told apart. */
export const architectures: readonly string[] = [
  'volta',
  'turing',
  'ampere',
  'ada',
  'hopper',
  'blackwell',
  'blackwell-ultra',
  'blackwell-rtx',
  'cdna3',
  'cdna4',
];

/** Other words for them, compute capabilities too, and the nearest of those that are not there. */
const SPELLINGS: Readonly<Record<string, string>> = {
  'ada-lovelace': 'ada',
  lovelace: 'ada',
  'grace-hopper': 'hopper',
  'grace-blackwell': 'blackwell',
  'rtx-blackwell': 'blackwell-rtx',
  rubin: 'blackwell-ultra',
  'vera-rubin': 'blackwell-ultra',
  pascal: 'volta',
  'sm-70': 'volta',
  'sm-75': 'turing',
  'sm-80': 'ampere',
  'sm-86': 'ampere',
  'sm-89': 'ada',
  'sm-90': 'hopper',
  'sm-100': 'blackwell',
  'sm-103': 'blackwell-ultra',
  'sm-120': 'blackwell-rtx',
  'sm-121': 'blackwell-rtx',
  cdna: 'cdna3',
  cdna1: 'cdna3',
  cdna2: 'cdna3',
  rdna2: 'cdna3',
  rdna3: 'cdna3',
  rdna4: 'cdna3',
  gfx90a: 'cdna3',
  gfx942: 'cdna3',
  gfx950: 'cdna4',
};

/** The architecture that is meant; the word itself where nobody knows it. */
export function architectureOf(stated: string): string {
  const words = stated
    .toLowerCase()
    .trim()
    .replace(/[\s_]+/g, '-')
    .replace(/^(nvidia|amd)-/, '')
    .replace(/^sm-?(?=\d)/, 'sm-')
    .replace(/^(cdna|rdna)-(?=\d)/, '$1');
  if (architectures.includes(words)) return words;
  return Object.hasOwn(SPELLINGS, words) ? SPELLINGS[words] : stated;
}

/** PCIe of a generation, one direction, sixteen lanes: generation 3, 4 and 5. */
export function usualPcieGBps(architecture: string): number {
  if (['volta', 'turing'].includes(architecture)) return 16;
  return ['ampere', 'ada'].includes(architecture) ? 32 : 64;
}
