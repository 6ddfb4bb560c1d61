import type { Json } from '../view/place';
import type { Word } from './command-line';
import type { Cursor } from './cursor';
import type { GivenEngine } from './engine-facts';
import { asMap, asText, list, map, text } from './json';
import { parseYaml } from './yaml';

/**
 * The vLLM that a `serveConfigV2` asks for, in applications of `ray.serve.llm` or by a package
 * that it installs; nothing where it serves something else.
 */
export function readServeConfig(config: Cursor): GivenEngine | undefined {
  const written = config.text ?? '';
  const parsed = parseYaml(written);
  const content = 'content' in parsed ? parsed.content : undefined;
  const models = list(content, 'applications').flatMap((application) =>
    list(application, 'args', 'llm_configs'),
  );
  const version = /\bvllm==(\d+\.\d+(?:\.\d+)?)/.exec(written)?.[1];
  if (models.length === 0 && version === undefined) return undefined;
  return {
    engine: 'vllm',
    // Ray Serve's proxies answer, and hand on to the engine.
    isServer: false,
    words: models.length === 1 ? wordsOf(models[0], config) : [],
    ...(version === undefined ? {} : { version }),
  };
}

function wordsOf(model: Json, { path }: Cursor): Word[] {
  const loading = map(model, 'model_loading_config');
  const id = text(loading, 'model_id');
  const source = text(loading, 'model_source') ?? id;
  const kwargs = Object.entries(asMap(map(model, 'engine_kwargs')) ?? {});
  const words = [
    ...(source === undefined ? [] : [`--model=${source}`]),
    ...(id === undefined ? [] : [`--served-model-name=${id}`]),
    ...kwargs.flatMap(([key, value]) => argument(key, value) ?? []),
  ];
  return words.map((word) => ({ text: word, path }));
}

/** `max_model_len: 1024` is `--max-model-len=1024`, and `false` is `--no-…`. */
function argument(key: string, value: Json): string | undefined {
  const name = key.replaceAll('_', '-');
  if (value === null) return undefined;
  if (typeof value === 'boolean') return value ? `--${name}` : `--no-${name}`;
  return `--${name}=${asText(value) ?? JSON.stringify(value)}`;
}
