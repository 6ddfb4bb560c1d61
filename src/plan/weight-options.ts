import type { PlanRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { formatSupport, onlineFormats } from '../engines/vllm/weight-formats';
import type { AcceleratorRow } from '../facts/accelerator-rows';
import { modelById } from '../facts/model/catalogue';
import { checkpointsOf } from '../facts/model/checkpoints';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';

/** Weights that could be served: a checkpoint and the format in which it runs. */
export interface WeightOption {
  readonly model: PlanRequest['model'];
  /** Absent for a model known by measurement only. */
  readonly geometry?: ModelGeometry;
  readonly format: WeightFormat;
  /** A format that the request or a checkpoint states runs wherever the engine starts with it. */
  readonly isGiven: boolean;
}

/** Formats that someone would have to make a checkpoint in. */
const MADE: readonly WeightFormat[] = ['int8', 'int4', 'nvfp4'];

/**
 * What the request states; else the checkpoint as it is, the others that the catalogue has of it,
 * what the engine makes of it while it loads, and what somebody could quantize it to.
 */
export function weightOptions({ request, model, format }: PlanInputs): WeightOption[] {
  const own = { model: request.model, geometry: model, format, isGiven: true };
  if (!model || request.quantization !== undefined || isMeasured(request)) return [own];
  const options: WeightOption[] = [own];
  const add = (option: WeightOption): void => {
    if (!options.some((known) => known.format === option.format)) options.push(option);
  };
  const siblings = typeof request.model === 'string' ? checkpointsOf(request.model) : [];
  for (const { id, format: theirs } of siblings) {
    add({ model: id, geometry: modelById(id), format: theirs, isGiven: true });
  }
  // Nobody makes more bits of fewer: four of them stay four.
  const made = format === 'bf16' || format === 'fp8' ? MADE : [];
  const online = format === 'bf16' ? onlineFormats : [];
  for (const other of [...online, ...made]) add({ ...own, format: other, isGiven: false });
  return options;
}

/** Whether it is worth a look on this GPU; what is given is, if only to say that it does not run. */
export function isOffered({ format, isGiven }: WeightOption, gpu: AcceleratorRow): boolean {
  const support = formatSupport(format, gpu);
  if (isGiven || format === 'fp8' || format === 'int4') return isGiven || support !== undefined;
  // Without tensor cores of its own a format has nothing over int4, nor int8 over fp8 with them.
  const isBettered = format === 'int8' && gpu.denseTflops.fp8 !== undefined;
  return support?.kernels === 'tensor-cores' && !isBettered;
}

function isMeasured({ measured, calibration = [] }: PlanRequest): boolean {
  return measured !== undefined || calibration.length > 0;
}
