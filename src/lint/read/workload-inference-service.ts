import type { PodView } from '../view/pod-view';
import type { Word } from './command-line';
import type { Cursor } from './cursor';
import type { GivenEngine } from './engine-facts';
import { type PodRole, readPod } from './pod';
import { unknownRollout } from './rollout';
import { readPredictorScaler } from './scaler-predictor';
import { NO_VARIABLES, type Workload, type WorkloadReader } from './workload';

/** KServe's InferenceService: a container of its own, or a model that a runtime serves. */
export const readInferenceService: WorkloadReader = (root) => {
  const predictor = root.at('spec', 'predictor');
  const model = predictor.at('model');
  const replicas = predictor.at('minReplicas');
  const scaler = readPredictorScaler(root, predictor);
  const runs = runsOf(model);
  const shared = {
    variables: NO_VARIABLES,
    labels: { 'serving.kserve.io/inferenceservice': root.object.name },
    isPartial: true,
    ...(runs && { runs }),
  };
  const main = model.map && { main: model };
  const first = { ...shared, ...main, role: 'server', count: 1, spec: predictor } as const;
  return [
    {
      ...root.place,
      replicas: replicas.or(replicas.number, 1),
      pods: [readPod(predictor, first), ...workersOf(predictor, shared)],
      rollout: unknownRollout(predictor, 'Controller'),
      claimTemplates: [],
      scalers: scaler ? [scaler] : [],
      ...(isServerless(root) ? {} : { made: madeBy(root) }),
    },
  ];
};

/** Of Knative, which scales revisions by itself; where nothing is said the cluster decides. */
function isServerless(root: Cursor): boolean {
  const mode = root.at('metadata', 'annotations', 'serving.kserve.io/deploymentMode').text;
  return /^(Serverless|Knative)$/.test(mode ?? '');
}

/** kserve pkg/constants: `PredictorServiceName`. */
function madeBy({ object }: Cursor): Workload['made'] {
  return { apiVersion: 'apps/v1', kind: 'Deployment', name: `${object.name}-predictor` };
}

/** The other nodes of a pipeline. */
function workersOf(
  predictor: Cursor,
  shared: Pick<PodRole, 'variables' | 'labels' | 'isPartial'>,
): PodView[] {
  const spec = predictor.at('workerSpec');
  const count = (spec.at('pipelineParallelSize').number ?? 1) - 1;
  return spec.map && count > 0 ? [readPod(spec, { ...shared, role: 'worker', count, spec })] : [];
}

/** The runtime that KServe brings for this format serves with vLLM, on its own port. */
function runsOf(model: Cursor): GivenEngine | undefined {
  const format = model.at('modelFormat', 'name').text?.toLowerCase();
  if (format !== 'huggingface' && format !== 'vllm') return undefined;
  const uri = model.at('storageUri');
  const source = uri.text?.replace(/^hf:\/\//, '');
  const words: Word[] = source === undefined ? [] : [{ text: `--model=${source}`, path: uri.path }];
  return { engine: 'vllm', isServer: true, port: 8080, words };
}

/** OME's runtime: engine and decoder are each one container beside the fields of a pod. */
export const readOmeRuntime: WorkloadReader = (root) =>
  ['engineConfig', 'decoderConfig'].flatMap((key) => {
    const config = root.at('spec', key);
    const main = config.at('runner');
    if (main.map === undefined) return [];
    const role = { role: 'server', count: 1, spec: config, main, variables: NO_VARIABLES } as const;
    return [
      {
        ...config.place,
        replicas: config.or(undefined, 1),
        pods: [readPod(config, role)],
        rollout: unknownRollout(config, 'Controller'),
        claimTemplates: [],
      },
    ];
  });

/** The pods of a runtime, for the InferenceServices that will use it. */
export const readServingRuntime: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const pod = readPod(spec, { role: 'server', count: 1, spec, variables: NO_VARIABLES });
  return [
    {
      ...root.place,
      replicas: root.or(undefined, 1),
      pods: [pod],
      rollout: unknownRollout(spec, 'Controller'),
      claimTemplates: [],
    },
  ];
};
