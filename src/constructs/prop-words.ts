import type { PlanRequest } from '../capacity/request';
import type { Violation } from '../violations';
import type { ScalingSignal } from './scaling-signal';
import type { LlmInferenceServiceProps } from './service-props';

/** Where a prop has another name than the request has for it. */
const PROPS: Readonly<Record<string, string>> = {
  quantization: 'engine.quantization',
  'parallelism.tensor': 'engine.tensorParallelSize',
  'parallelism.pipeline': 'engine.pipelineParallelSize',
  'parallelism.data': 'engine.dataParallelSize',
  'parallelism.expert': 'engine.enableExpertParallel',
  'engine.lora.modules': 'engine.loraModules',
  'engine.lora.maxLoras': 'engine.maxLoras',
  'engine.lora.maxRank': 'engine.maxLoraRank',
  'engine.lora.maxCpuLoras': 'engine.maxCpuLoras',
  'scaling.scaleToZero': 'scaleToZero',
  'scaling.scaleToZero.query': 'scaleToZero.query',
  'scaling.scaleToZero.idleSeconds': 'scaleToZero.idleAfter',
  'caches.image': 'imageCache',
  'caches.weights': 'weights',
  'caches.weightsReadGBps': 'weights.readGBps',
  'prices.usdPerGpuHour': 'usdPerGpuHour',
  'platform.metricsMatchers': 'platform.metrics.matchers',
  'platform.preemptionSeconds': 'preemptionWait',
  'caches.node': 'headroom',
  'platform.nodeProvisionSeconds': 'platform.nodeProvisionTime',
  'accelerator.denseTflops.bf16': 'accelerator.bf16Tflops',
  'accelerator.denseTflops.fp8': 'accelerator.fp8Tflops',
  'accelerator.denseTflops.fp4': 'accelerator.fp4Tflops',
  'scaling.floorsFromHistory': 'ScalingSignal.floorsFromHistory',
  namespace: "the chart's namespace",
};

/** Objects of which the request says only that they are there. */
const OBJECTS: Readonly<Record<string, string>> = { 'caches.node': 'a WarmHeadroom' };

/** Props are Durations where the request is a number with its unit in the name. */
const UNITS: Readonly<Record<string, string>> = { Ms: 'ms', Seconds: 's' };

/** A violation of the request in the words of whoever wrote the props. */
export function inPropWords(
  violation: Violation,
  request: PlanRequest,
  props: LlmInferenceServiceProps,
): Violation {
  const name = nameOf(violation.path, request, props);
  const adapter = /^engine\.lora\.modules\.(.*)$/s.exec(name)?.[1];
  if (adapter !== undefined) return { ...violation, path: `engine.loraModules.${adapter}` };
  const [, suffix = ''] = /(Ms|Seconds)$/.exec(name) ?? [];
  const allowed = /\d$/.test(violation.allowed)
    ? `${violation.allowed} ${UNITS[suffix] ?? ''}`.trim()
    : violation.allowed;
  const path = PROPS[name] ?? name.slice(0, name.length - suffix.length);
  const said = violation.value === true ? OBJECTS[name] : undefined;
  const value = said ?? violation.value;
  return { ...violation, path, value, allowed: renamed(allowed), fix: renamed(violation.fix) };
}

/** An advice names props too. */
function renamed(text: string): string {
  return text.replace(/\b(parallelism|scaling)\.\w+/g, (name) => PROPS[name] ?? name);
}

function nameOf(pointer: string, request: PlanRequest, props: LlmInferenceServiceProps): string {
  const [list, index, rest] = entryOf(pointer);
  const tail = rest === '' ? '' : `.${rest}`;
  switch (list) {
    case 'pins':
      return `${pinName(request.pins?.[index]?.quantity, props)}${tail}`;
    case 'scaling.floors':
      return `signals[${placeOf(index, props, (signal) => signal._floor())}]${tail}`;
    case 'scaling.signals':
      return `signals[${placeOf(index, props, (signal) => signal._signal())}]${tail}`;
    default:
      return pastName(pointer.split('/').slice(1), props);
  }
}

/** `/scaling/forecast/weekOverWeekGrowth` is a value of the signal that made `scaling.forecast`. */
function pastName(keys: readonly string[], props: LlmInferenceServiceProps): string {
  const [section, past, ...rest] = keys;
  const isPast = section === 'scaling' && ['forecast', 'floorsFromHistory'].includes(past);
  if (!isPast) return dotted(keys);
  const place = placeOf(0, props, (signal) => past in (signal._fromPast() ?? {}) || undefined);
  return dotted([`signals[${place}]`, ...rest]);
}

/** `/scaling/floors/0/start` is entry 0 of `scaling.floors`, `start`. */
function entryOf(pointer: string): [string, number, string] {
  const keys = pointer.split('/').slice(1);
  const at = keys.findIndex((key) => /^\d+$/.test(key));
  if (at < 0) return ['', -1, ''];
  return [dotted(keys.slice(0, at)), Number(keys[at]), dotted(keys.slice(at + 1))];
}

function dotted(keys: readonly string[]): string {
  return keys.join('.');
}

/** Layers were merged by quantity, so only that still tells whose pin it is. */
function pinName(quantity: string | undefined, props: LlmInferenceServiceProps): string {
  const own = (props.pins ?? []).findIndex((pin) => pin.quantity === quantity);
  if (own >= 0) return `pins[${own}]`;
  return props.replicas === undefined ? 'platform.defaults.pins' : 'replicas';
}

/** Signals are one list of props and several fields of the request. */
function placeOf(
  index: number,
  { signals = [] }: LlmInferenceServiceProps,
  part: (signal: ScalingSignal) => unknown,
): number {
  const places = signals.flatMap((signal, i) => (part(signal) === undefined ? [] : [i]));
  return places[index];
}
