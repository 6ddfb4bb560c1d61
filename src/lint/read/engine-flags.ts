import type { EngineName } from '../view/engine-view';
import type { Place, Sited } from '../view/place';
import type { Word } from './command-line';

type Aliases = Readonly<Record<string, string>>;

/** Short and second names; the first name is that of the engine's help. */
const ALIASES: Readonly<Partial<Record<EngineName, Aliases>>> = {
  vllm: {
    '-tp': '--tensor-parallel-size',
    '-pp': '--pipeline-parallel-size',
    '-dp': '--data-parallel-size',
    '-dpl': '--data-parallel-size-local',
    '-dpr': '--data-parallel-rank',
    '-dpa': '--data-parallel-address',
    '-dpp': '--data-parallel-rpc-port',
    '-dpb': '--data-parallel-backend',
    '-dph': '--data-parallel-hybrid-lb',
    '-dpe': '--data-parallel-external-lb',
    '-dpn': '--data-parallel-start-rank',
    '-dcp': '--decode-context-parallel-size',
    '-pcp': '--prefill-context-parallel-size',
    '-ep': '--enable-expert-parallel',
    '-n': '--nnodes',
    '-r': '--node-rank',
    '-q': '--quantization',
    '-O': '--optimization-level',
    '-cc': '--compilation-config',
    '-sc': '--speculative-config',
    '-ac': '--attention-config',
    '-asc': '--api-server-count',
  },
  sglang: {
    '--model': '--model-path',
    '--tp': '--tensor-parallel-size',
    '--tp-size': '--tensor-parallel-size',
    '--pp-size': '--pipeline-parallel-size',
    '--dp': '--data-parallel-size',
    '--dp-size': '--data-parallel-size',
    '--ep': '--expert-parallel-size',
    '--ep-size': '--expert-parallel-size',
  },
  'tensorrt-llm': {
    '--tp-size': '--tensor-parallel-size',
    '--pp-size': '--pipeline-parallel-size',
    '--ep-size': '--expert-parallel-size',
  },
  tgi: { '--num-shard': '--tensor-parallel-size' },
  'llama.cpp': { '-m': '--model', '-np': '--parallel', '-c': '--ctx-size', '-a': '--alias' },
  lmdeploy: { '--tp': '--tensor-parallel-size', '--dp': '--data-parallel-size' },
};

/** Flags with long names, of which argparse takes the beginning as well. */
const LONG_NAMES = [
  '--tensor-parallel-size',
  '--pipeline-parallel-size',
  '--max-num-seqs',
  '--max-num-batched-tokens',
  '--max-model-len',
  '--gpu-memory-utilization',
  '--served-model-name',
  '--trust-remote-code',
  '--shutdown-timeout',
  '--max-running-requests',
  '--mem-fraction-static',
  '--context-length',
];

/** `--max` could mean a flag that is not listed. */
const SHORTEST_ABBREVIATION = 8;

/** Flags that take all words up to the next flag. */
const TAKE_ALL = new Set([
  '--served-model-name',
  '--lora-modules',
  '--lora-paths',
  '--api-key',
  '--middleware',
  '--allowed-local-media-path',
  '--cudagraph-capture-sizes',
  '--cuda-graph-bs',
]);

/** What a command line says after the program. */
export interface Arguments {
  readonly flags: ReadonlyMap<string, Sited<string | true>>;
  readonly positionals: readonly string[];
}

/** The last of two equal flags counts, and `--no-x` takes back `--x`. */
export function readArguments(
  words: readonly Word[],
  engine: EngineName,
  { object }: Pick<Place, 'object'>,
): Arguments {
  const flags = new Map<string, Sited<string | true>>();
  const positionals: string[] = [];
  for (let at = 0; at < words.length; ) {
    const { text, path } = words[at++];
    if (!isFlag(text)) {
      positionals.push(text);
      continue;
    }
    const equals = text.indexOf('=');
    const name = canonical(equals < 0 ? text : text.slice(0, equals), engine);
    let value: string | true = equals < 0 ? true : text.slice(equals + 1);
    if (value === true && at < words.length && !isFlag(words[at].text)) {
      value = words[at++].text;
      while (TAKE_ALL.has(name) && at < words.length && !isFlag(words[at].text)) {
        value += ` ${words[at++].text}`;
      }
    }
    flags.delete(opposite(name));
    flags.set(name, { object, path, value });
  }
  return { flags, positionals };
}

/** A negative number is a value. */
function isFlag(word: string): boolean {
  return /^--?[A-Za-z]/.test(word);
}

function canonical(written: string, engine: EngineName): string {
  const aliases = ALIASES[engine] ?? {};
  if (Object.hasOwn(aliases, written)) return aliases[written];
  if (!written.startsWith('--')) return /^-O\d$/.test(written) ? '--optimization-level' : written;
  // Only names: what follows a dot is a key of a JSON value.
  const dot = written.indexOf('.');
  const head = (dot < 0 ? written : written.slice(0, dot)).replaceAll('_', '-');
  const name = Object.hasOwn(aliases, head) ? aliases[head] : unabbreviated(head);
  return dot < 0 ? name : `${name}${written.slice(dot)}`;
}

function unabbreviated(name: string): string {
  const meant = LONG_NAMES.filter((each) => each.startsWith(name));
  return meant.length === 1 && name.length > SHORTEST_ABBREVIATION ? meant[0] : name;
}

function opposite(name: string): string {
  return name.startsWith('--no-') ? `--${name.slice(5)}` : `--no-${name.slice(2)}`;
}
