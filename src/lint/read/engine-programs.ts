import type { EngineName } from '../view/engine-view';

/** What a command says of the engine it starts. */
export interface Program {
  readonly engine: EngineName;
  /** Position of its first argument. */
  readonly argumentsAt: number;
  /** It answers HTTP itself. */
  readonly isServer: boolean;
  /** Somebody's script runs it: with which arguments is not known. */
  readonly isScript?: boolean;
}

/** Modules that `python -m` runs. */
const MODULES: readonly (readonly [RegExp, EngineName, boolean])[] = [
  [/^vllm\.entrypoints\.(openai\.)?(api_server|run_server)$/, 'vllm', true],
  [/^sglang\.launch_server$/, 'sglang', true],
  [/^dynamo\.vllm\b/, 'vllm', false],
  [/^dynamo\.sglang\b/, 'sglang', false],
  [/^dynamo\.trtllm\b/, 'tensorrt-llm', false],
  [/^tensorrt_llm\.(serve|commands\.serve)/, 'tensorrt-llm', true],
  [/^lmdeploy\.serve/, 'lmdeploy', true],
  [/^llama_cpp\.server$/, 'llama.cpp', true],
  // KServe's server, which runs vLLM wherever the model allows.
  [/^huggingfaceserver$/, 'vllm', true],
];

/** Programs, and the word that has to follow where they can do more than serve. */
const PROGRAMS: readonly (readonly [RegExp, string | undefined, EngineName])[] = [
  [/^vllm$/, 'serve', 'vllm'],
  [/^sglang$/, 'serve', 'sglang'],
  [/^ollama$/, 'serve', 'ollama'],
  [/^lmdeploy$/, 'serve', 'lmdeploy'],
  [/^trtllm-serve$/, undefined, 'tensorrt-llm'],
  [/^tritonserver$/, undefined, 'triton'],
  [/^launch_triton_server\.py$/, undefined, 'triton'],
  [/^text-generation-(launcher|server)$/, undefined, 'tgi'],
  [/^llama-server$/, undefined, 'llama.cpp'],
];

const SCRIPTS: readonly (readonly [RegExp, EngineName])[] = [
  [/vllm.*\/api_server\.py$/, 'vllm'],
  [/sglang.*\/launch_server\.py$/, 'sglang'],
];

/** The engine that a command starts, wherever in it the program stands. */
export function programOf(words: readonly string[]): Program | undefined {
  for (let at = 0; at < words.length; at++) {
    const found = programAt(words, at);
    if (found) return found;
  }
  return undefined;
}

/** Longer words name no program. */
const LONGEST_NAME = 256;

function programAt(words: readonly string[], at: number): Program | undefined {
  const word = words[at];
  if (word.length > LONGEST_NAME) return undefined;
  const module =
    word === '-m' ? MODULES.find(([name]) => name.test(words[at + 1] ?? '')) : undefined;
  if (module) return { engine: module[1], argumentsAt: at + 2, isServer: module[2] };
  const name = word.slice(word.lastIndexOf('/') + 1);
  const program = PROGRAMS.find(
    ([pattern, second]) => pattern.test(name) && (second ?? words[at + 1]) === words[at + 1],
  );
  if (program) {
    const [, second, engine] = program;
    return { engine, argumentsAt: at + (second === undefined ? 1 : 2), isServer: true };
  }
  const script = SCRIPTS.find(([pattern]) => pattern.test(word));
  return script && { engine: script[1], argumentsAt: at + 1, isServer: true };
}

/** It joins a cluster of Ray, by itself or by vLLM's script: what it computes another pod tells. */
export function joinsGroup(words: readonly string[]): boolean {
  return words.some(
    (word, at) =>
      (/(^|\/)ray$/.test(word) && words[at + 1] === 'start') ||
      (/(^|\/)(multi-node-serving|ray_init)\.sh$/.test(word) && words[at + 1] === 'worker'),
  );
}

const OTHERS =
  /^(sleep|tail|curl|wget|cp|mv|rm|ls|echo|cat|nginx|jupyter(-lab)?|huggingface-cli|hf|aws|gsutil|gcloud|pip3?|git|true|nvidia-smi|vllm-router)$/;

/** The command does something else than serve, in whatever image. */
export function isOther(words: readonly string[]): boolean {
  const first = words[0]?.slice(words[0].lastIndexOf('/') + 1) ?? '';
  const others = [/^vllm$/, /^sglang$/, /^lmdeploy$/, /^ollama$/];
  const isOtherUse = others.some((name) => name.test(first)) && !/^-/.test(words[1] ?? '-');
  const module = words[words.indexOf('-m') + 1] ?? '';
  const isRouter = words.includes('-m') && /router|benchmark|gateway|http\.server/.test(module);
  return OTHERS.test(first) || isOtherUse || isRouter;
}
