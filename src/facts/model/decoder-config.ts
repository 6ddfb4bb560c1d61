import { classDefaults, textModelType } from './class-defaults';
import { withFamilyMeaning, withKnownNames } from './field-names';
import { isObject } from './fields';
import { quantizationConfig } from './quantization-config';
import { CHECKPOINT_BYTES } from './safetensors-index';

type Config = Readonly<Record<string, unknown>>;

/** Where multimodal configurations keep the text model. */
const NESTED = ['text_config', 'language_config', 'llm_config', 'thinker_config'];

const WINDOWS = ['sliding_window', 'attention_chunk_size'];

/** Stated outside the text model and valid for it. */
const INHERITED = [
  ...['tie_word_embeddings', 'quantization_config', 'vision_config'],
  'compression_config',
  CHECKPOINT_BYTES,
];

/** The text decoder of a configuration, unwrapped and completed with its class defaults. */
export function decoderConfig(config: Config, wrapper?: unknown): Config {
  const nested = NESTED.map((name) => config[name]).find(isObject);
  if (nested) {
    const outer = config.model_type ?? wrapper;
    return decoderConfig({ ...inherited(config), ...stated(nested) }, outer);
  }
  const type = textModelType(config.model_type ?? undefined, wrapper);
  const own = withKnownNames(stated(config));
  const all = { ...classDefaults(type, wrapper), ...own, model_type: type };
  const completed = withFamilyMeaning(type, all);
  return { ...completed, quantization_config: quantizationConfig(completed) };
}

function inherited(config: Config): Config {
  return Object.fromEntries(INHERITED.map((name) => [name, config[name]]));
}

/** A window of `null` is switched off, where any other `null` leaves the class its default. */
function stated(config: Config): Config {
  return Object.fromEntries(
    Object.entries(config).filter(
      ([name, value]) => value !== undefined && (value !== null || WINDOWS.includes(name)),
    ),
  );
}
