import type { PinRequest, PlanRequest } from '../capacity/request';
import { InferenceEngine } from './inference-engine';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';
import { WeightSource } from './weight-source';

/** Props as a plan request: units become numbers, layers become one, nothing is decided. */
export function requestOf(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
  name: string,
  namespace: string | undefined,
): PlanRequest {
  const { engine, measured, traffic } = props;
  const request = {
    schema: 1,
    name,
    namespace,
    model: props.model._toRequest(),
    accelerator: props.accelerator?._toRequest(),
    node: nodeOf(props, platform),
    engine: (engine ?? InferenceEngine.vllm())._toRequest(vendorOf(props)),
    quantization: engine?._options().quantization,
    parallelism: engine?._parallelism(),
    traffic,
    objectives: objectivesOf(props),
    platform: platform._toRequest(),
    caches: { weights: (props.weights ?? WeightSource.huggingFace()).kind },
    prices: props.usdPerGpuHour === undefined ? undefined : { usdPerGpuHour: props.usdPerGpuHour },
    measured: measured && {
      weightsGiBPerGpu: measured.weightsGiBPerGpu,
      kvCacheGiBPerGpu: measured.kvCacheGiBPerGpu,
      maxRequestsPerSecond: measured.maxRequestsPerSecond,
      coldStartSeconds: measured.coldStart?.toSeconds(),
    },
    scaling: scalingOf(props),
    workload: props.workload,
    pins: pinsOf(props),
  };
  return stated(request) as PlanRequest;
}

/** The service's values over its platform's, key by key; pins by quantity. */
export function withDefaults(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
): LlmInferenceServiceProps {
  const defaults = platform._defaults();
  const own = stated(props) as LlmInferenceServiceProps;
  const pins = new Map(
    [...(defaults.pins ?? []), ...(own.pins ?? [])].map((pin) => [pin.quantity, pin]),
  );
  return {
    ...defaults,
    ...own,
    objectives: { ...defaults.objectives, ...own.objectives },
    podLabels: { ...defaults.podLabels, ...own.podLabels },
    podAnnotations: { ...defaults.podAnnotations, ...own.podAnnotations },
    pins: [...pins.values()],
  };
}

/** Images differ by vendor; one that is not known yet is the usual one. */
export function vendorOf({ accelerator }: LlmInferenceServiceProps): string {
  return accelerator?.resourceName.startsWith('amd') ? 'amd' : 'nvidia';
}

/** A stated node, else the site's own machine with that accelerator, else the catalogue decides. */
function nodeOf(
  { node, accelerator }: LlmInferenceServiceProps,
  platform: ServingPlatform,
): unknown {
  const own = platform._nodes().find((shape) => shape._carries(accelerator?.id));
  return (node ?? own)?._toRequest();
}

function objectivesOf({ objectives }: LlmInferenceServiceProps): PlanRequest['objectives'] {
  return {
    timeToFirstTokenP95Ms: objectives?.timeToFirstTokenP95?.toMilliseconds(),
    timePerOutputTokenP95Ms: objectives?.timePerOutputTokenP95?.toMilliseconds(),
    spareReplicas: objectives?.spareReplicas,
  };
}

function scalingOf({ signals = [] }: LlmInferenceServiceProps): PlanRequest['scaling'] {
  if (signals.length === 0) return undefined;
  return {
    signals: signals.flatMap((signal) => signal._signal() ?? []),
    floors: signals.flatMap((signal) => signal._floor() ?? []),
  };
}

/** A fixed number of replicas is a pin on both bounds. */
function pinsOf({ pins = [], replicas }: LlmInferenceServiceProps): PinRequest[] | undefined {
  const own = pins.map((pin) => pin._toRequest());
  const because = "fixed by 'replicas'";
  const fixed =
    replicas === undefined
      ? []
      : ['/fleet/minReplicas', '/fleet/maxReplicas'].map((quantity) => ({
          quantity,
          value: replicas,
          because,
        }));
  const all = [...own.filter((pin) => !fixed.some((f) => f.quantity === pin.quantity)), ...fixed];
  return all.length > 0 ? all : undefined;
}

/** Without keys that are undefined, at any depth of plain objects. */
function stated(value: object): object {
  const entries = Object.entries(value).filter(([, part]) => part !== undefined);
  return Object.fromEntries(
    entries.map(([key, part]) => [key, isPlain(part) ? stated(part as object) : part]),
  );
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
