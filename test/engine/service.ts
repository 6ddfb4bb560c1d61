import { Chart, Duration, Testing } from 'cdk8s';
import {
  Accelerator,
  type CapacityPlan,
  CloudProvider,
  CompileCacheVolume,
  InferenceEngine,
  LlmInferenceService,
  LlmModel,
  MetricsBackend,
  ServingPlatform,
  WeightSource,
} from '../../src';
import type { WireObject } from '../example-objects';
import type { ContainerSpec } from './container';
import { tinyModel } from './tiny-model';

/** Version whose rendering is proven; `requirements.txt` installs the same. */
export const ENGINE_VERSION = '0.32.0';

/** Paths that exist in the rendered container, and not on the machine of the proof. */
export const mounted = {
  model: '/models/tiny',
  cache: '/cache',
  compileCache: '/compile-cache',
};

export interface RenderedService {
  readonly plan: CapacityPlan;
  readonly objects: WireObject[];
  readonly container: ContainerSpec;
  readonly graceSeconds: number;
}

/**
 * A service of the tiny model as a user writes it. The objectives are what two cores can keep with
 * a hundred streams a replica, so that the drain's window, computed from them, fits the machine.
 */
export function renderService(): RenderedService {
  const app = Testing.app();
  ServingPlatform.custom({
    kubernetesVersion: '1.36',
    provider: CloudProvider.AWS,
    metrics: MetricsBackend.prometheus('http://prometheus-operated.monitoring:9090'),
  }).provide(app);
  const chart = new Chart(app, 'proof', { namespace: 'serving' });
  const service = new LlmInferenceService(chart, 'tiny', {
    model: LlmModel.fromConfig('tiny', tinyModel),
    accelerator: Accelerator.L4,
    traffic: {
      peakRequestsPerSecond: 20,
      inputTokens: 16,
      outputTokens: 100,
      outputTokensP99: 100,
    },
    objectives: {
      timeToFirstTokenP95: Duration.seconds(10),
      timePerOutputTokenP95: Duration.millis(500),
    },
    engine: InferenceEngine.vllm({
      version: ENGINE_VERSION,
      tensorParallelSize: 1,
      maxModelLen: 2048,
      maxNumSeqs: 128,
    }),
    weights: WeightSource.claim('weights', { path: 'tiny' }),
    compileCache: new CompileCacheVolume(chart, 'compiled', { storageClassName: 'efs' }),
  });
  const objects: WireObject[] = Testing.synth(chart);
  const workload = objects.find(({ kind }) => kind === 'LeaderWorkerSet');
  const pod = workload?.spec.leaderWorkerTemplate.workerTemplate.spec;
  return {
    plan: service.plan,
    objects,
    container: pod.containers[0],
    graceSeconds: pod.terminationGracePeriodSeconds,
  };
}
