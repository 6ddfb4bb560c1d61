import type { CachesRequest, PinRequest, PlanRequest } from '../capacity/request';
import { InferenceEngine } from './inference-engine';
import { stated } from './layered';
import { REPLICA_BOUNDS } from './layers';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';
import { spotNoticeOf } from './spot-notice';
import { WeightSource } from './weight-source';

/** Props as a plan request: units become numbers, nothing is decided. */
export function requestOf(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
  name: string,
  namespace: string | undefined,
): PlanRequest {
  const { engine, measured, traffic } = props;
  const spotNoticeSeconds = spotNoticeOf(props.pool, platform);
  const site = { ...platform._toRequest(), spotNoticeSeconds };
  const request = {
    schema: 1,
    name,
    namespace,
    model: props.model._toRequest(),
    accelerator: props.accelerator?._toRequest(),
    node: nodeOf(props, site.provider),
    engine: (engine ?? InferenceEngine.vllm())._toRequest(vendorOf(props)),
    quantization: engine?._options().quantization,
    parallelism: engine?._parallelism(),
    traffic: traffic && { ...traffic, history: traffic.history?._toRequest() },
    objectives: objectivesOf(props),
    platform: { ...site, preemptionSeconds: props.preemptionWait?.toSeconds({ integral: false }) },
    caches: cachesOf(props),
    prices: props.usdPerGpuHour === undefined ? undefined : { usdPerGpuHour: props.usdPerGpuHour },
    measured: measured && {
      weightsGiBPerGpu: measured.weightsGiBPerGpu,
      kvCacheGiBPerGpu: measured.kvCacheGiBPerGpu,
      maxRequestsPerSecond: measured.maxRequestsPerSecond,
      coldStartSeconds: measured.coldStart?.toSeconds(),
      checkpointGiB: measured.checkpointGiB,
    },
    scaling: scalingOf(props),
    workload: props.workload,
    pins: pinsOf(props),
  };
  return stated(request) as PlanRequest;
}

/** Images differ by vendor; one that is not known yet is the usual one. */
export function vendorOf({ accelerator }: LlmInferenceServiceProps): string {
  return accelerator?.resourceName.startsWith('amd') ? 'amd' : 'nvidia';
}

/** A machine of your own is one of the site's provider: its labels and its cold start are. */
function nodeOf({ node }: LlmInferenceServiceProps, provider: string | undefined): unknown {
  const request = node?._toRequest();
  if (typeof request !== 'object' || !provider || request.name.includes('/')) return request;
  return { ...request, name: `${provider}/${request.name}` };
}

function objectivesOf({ objectives }: LlmInferenceServiceProps): PlanRequest['objectives'] {
  return {
    timeToFirstTokenP95Ms: objectives?.timeToFirstTokenP95?.toMilliseconds(),
    timePerOutputTokenP95Ms: objectives?.timePerOutputTokenP95?.toMilliseconds(),
    spareReplicas: objectives?.spareReplicas,
  };
}

function scalingOf({
  signals = [],
  scaleToZero,
}: LlmInferenceServiceProps): PlanRequest['scaling'] {
  if (signals.length === 0 && !scaleToZero) return undefined;
  return {
    signals: signals.flatMap((signal) => signal._signal() ?? []),
    floors: signals.flatMap((signal) => signal._floor() ?? []),
    ...Object.assign({}, ...signals.map((signal) => signal._fromPast())),
    scaleToZero: scaleToZero?._toRequest(),
  };
}

/** A fixed number of replicas is a pin on both bounds. */
function pinsOf({ pins = [], replicas }: LlmInferenceServiceProps): PinRequest[] | undefined {
  const fixed =
    replicas === undefined
      ? []
      : REPLICA_BOUNDS.map((quantity) => ({
          quantity,
          value: replicas,
          because: "fixed by 'replicas'",
        }));
  const all = [...pins.map((pin) => pin._toRequest()), ...fixed];
  return all.length > 0 ? all : undefined;
}

function cachesOf(props: LlmInferenceServiceProps): PlanRequest['caches'] {
  const { weights, headroom, imageCache, compileCache } = props;
  const { kind, readGBps } = weights ?? WeightSource.huggingFace();
  return {
    node: headroom?._cache(),
    image: imageCache && true,
    weights: kind as CachesRequest['weights'],
    weightsReadGBps: readGBps,
    compile: compileCache && true,
  };
}
