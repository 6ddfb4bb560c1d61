import { modelById, modelIds } from '../facts/model/catalogue';
import { configFromFile } from '../facts/model/config-file';
import { PLAN_MEASURED } from '../facts/model/fields';
import type { ModelGeometry } from '../facts/model/geometry';
import { readModelConfig } from '../facts/model/read-config';
import { guess, InvalidInput } from '../violations';
import { modelStem } from './model-stem';
import type { ModelConfig, PlanRequest } from './request';

/** The geometry of the model that a request names or describes; none where a measured rate stands in. */
export function findModel(request: PlanRequest): ModelGeometry | undefined {
  const { model, measured, name } = request;
  if (typeof model !== 'string')
    return decoder(nameOfConfig(model) ?? name ?? 'custom', model, request);
  if (model.endsWith('.json')) return decoder(model, configFromFile(model), request);
  const known = modelById(model);
  if (known || measured?.maxRequestsPerSecond !== undefined) return known;
  const stem = modelStem(model);
  throw new InvalidInput([
    {
      path: '/model',
      value: model,
      allowed: `a catalogue id (${guess(model, modelIds(), '').listed})`,
      fix: `${stem === undefined ? '' : `state ${stem} and its format as quantization if the geometry is the same, `}or give the path or the content of its config.json, or measured.maxRequestsPerSecond`,
    },
  ]);
}

/** The geometry of a configuration; none for an architecture that a measured rate stands in for. */
function decoder(
  id: string,
  config: ModelConfig,
  { measured, quantization }: PlanRequest,
): ModelGeometry | undefined {
  try {
    return readModelConfig(id, config, { formatIsStated: quantization !== undefined });
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const isOther = error.violations.some(({ fix }) => fix === PLAN_MEASURED);
    if (isOther && measured?.maxRequestsPerSecond !== undefined) return undefined;
    throw error;
  }
}

/** The name that a configuration carries, which Hugging Face writes when it saves a model. */
function nameOfConfig({ _name_or_path: name }: ModelConfig): string | undefined {
  return typeof name === 'string' && name !== '' ? name : undefined;
}
