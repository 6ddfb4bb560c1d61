import type { Word } from './command-line';
import type { Cursor } from './cursor';
import type { GivenEngine } from './engine';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { readPredictorScaler } from './scaler-predictor';
import { NO_VARIABLES, type WorkloadReader } from './workload';

/** KServe's InferenceService: a container of its own, or a model that a runtime serves. */
export const readInferenceService: WorkloadReader = (root) => {
  const predictor = root.at('spec', 'predictor');
  const model = predictor.at('model');
  const replicas = predictor.at('minReplicas');
  const scaler = readPredictorScaler(root, predictor);
  const runs = runsOf(model);
  return [
    {
      ...root.place,
      replicas: replicas.or(replicas.number, 1),
      pods: [
        readPod(predictor, {
          role: 'server',
          count: 1,
          spec: predictor,
          ...(model.map && { main: model }),
          variables: NO_VARIABLES,
          labels: { 'serving.kserve.io/inferenceservice': root.object.name },
          isPartial: true,
          ...(runs && { runs }),
        }),
      ],
      rollout: unknownRollout(predictor, 'Controller'),
      claimTemplates: [],
      scalers: scaler ? [scaler] : [],
    },
  ];
};

/** The runtime that KServe brings for this format serves with vLLM, on its own port. */
function runsOf(model: Cursor): GivenEngine | undefined {
  const format = model.at('modelFormat', 'name').text?.toLowerCase();
  if (format !== 'huggingface' && format !== 'vllm') return undefined;
  const uri = model.at('storageUri');
  const source = uri.text?.replace(/^hf:\/\//, '');
  const words: Word[] = source === undefined ? [] : [{ text: `--model=${source}`, path: uri.path }];
  return { engine: 'vllm', isServer: true, port: 8080, words };
}

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
