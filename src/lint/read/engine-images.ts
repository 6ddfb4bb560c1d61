import { releaseOf } from '../../engines/release';
import type { EngineName } from '../view/engine-view';

/** An image that is made to serve with one engine. */
export interface ImageRow {
  readonly repository: RegExp;
  readonly engine: EngineName;
  /** Its tags count the engine's releases, and not those of what it is packed in. */
  readonly tagsAreReleases: boolean;
  /** Where the image's own entry point listens, if not the engine's default. */
  readonly port?: number;
}

const row = (
  repository: RegExp,
  engine: EngineName,
  tagsAreReleases: boolean,
  port?: number,
): ImageRow => ({ repository, engine, tagsAreReleases, port });

/** Parts of a serving stack that carry an engine's name and run none. */
const BESIDE =
  /router|routing|gateway|scheduler|sidecar|proxy|epp\b|exporter|benchmark|operator|controller|autoscaler|inference-sim|device-plugin|dashboard|webui|guidellm|genai-perf|tokenizer|uds-/;

/** The first that matches counts. */
const ROWS: readonly ImageRow[] = [
  row(/(^|\/)lmcache\/vllm|vllm-(gaudi|hpu)/, 'vllm', false),
  row(
    /rhaiis\/|rhoai\/.*vllm|llm-d-(cuda|rocm|xpu|cpu|hpu|gaudi|aws|dev)|(^|\/)llm-d$|llm-d\/llm-d/,
    'vllm',
    false,
  ),
  row(/nvidia\/ai-dynamo\/vllm-runtime|dynamo.*vllm/, 'vllm', false),
  row(/nvidia\/ai-dynamo\/sglang-runtime|dynamo.*sglang/, 'sglang', false),
  row(/nvidia\/ai-dynamo\/tensorrtllm-runtime/, 'tensorrt-llm', false),
  row(/huggingfaceserver|kserve-huggingface/, 'vllm', false, 8080),
  row(/text-generation-inference|(^|\/)tgi[-_]|(^|\/)tgi$/, 'tgi', true, 80),
  row(/tritonserver/, 'triton', false),
  row(/tensorrt-?llm|trt-?llm/, 'tensorrt-llm', true),
  row(/sglang|(^|\/)sgl-(dev|workspace)/, 'sglang', true),
  row(/(^|[/_.-])vllm(?![a-z])/, 'vllm', true),
  row(/(^|\/)ollama/, 'ollama', true),
  row(/llama\.cpp|llama-cpp|llamacpp/, 'llama.cpp', false),
  row(/lmdeploy/, 'lmdeploy', true),
];

/** What the repository of an image says. */
export function imageRow(image: string): ImageRow | undefined {
  const repository = repositoryOf(image).toLowerCase();
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return BESIDE.test(name) ? undefined : ROWS.find((each) => each.repository.test(repository));
}

/** NVIDIA's NIM, which serves with an engine that neither image nor arguments name. */
export function isUnnamedServer(image: string): boolean {
  return /(^|\/)nim\//.test(repositoryOf(image));
}

/** Newest major release of each engine: a tag beyond it counts something else. */
const NEWEST_MAJOR: Readonly<Partial<Record<EngineName, number>>> = {
  vllm: 0,
  sglang: 0,
  tgi: 3,
  'tensorrt-llm': 1,
  ollama: 0,
  lmdeploy: 0,
};

/** The engine's release, where a tag tells it. */
export function imageRelease(image: string, row: ImageRow): string | undefined {
  const tag = tagOf(image);
  if (tag === undefined || !row.tagsAreReleases) return undefined;
  const release = releaseOf(tag);
  const isPlausible = Number(release?.split('.')[0]) <= (NEWEST_MAJOR[row.engine] ?? 0);
  return isPlausible ? release : undefined;
}

/** Longer texts are no references of images. */
const LONGEST_REFERENCE = 512;

function repositoryOf(image: string): string {
  return image.slice(0, LONGEST_REFERENCE).split(/[@:](?!.*\/)/)[0];
}

function tagOf(image: string): string | undefined {
  return /:([^/@:]+)(?:@.*)?$/.exec(image.slice(0, LONGEST_REFERENCE))?.[1];
}
