import type { EngineName } from '../view/engine-view';
import type { Word } from './command-line';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { readOwnHpa } from './scaler-hpa';
import { NO_VARIABLES, type Workload, type WorkloadReader } from './workload';

// Kinds that name a model and leave the pods to their operator: replicas, GPUs and what is said of
// the engine can be read, and nothing else.

/** KubeAI. */
export const readKubeAiModel: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const engine = KUBEAI_ENGINES[spec.at('engine').text ?? ''];
  const replicas = spec.at('replicas').isWritten ? spec.at('replicas') : spec.at('minReplicas');
  if (engine === undefined) return [];
  return [modelWorkload(root, spec, { replicas, engine, words: modelWord(spec.at('url')) })];
};

const KUBEAI_ENGINES: Readonly<Record<string, EngineName>> = { VLLM: 'vllm', OLlama: 'ollama' };

/** NVIDIA's NIM operator, which makes an HPA where `scale` is enabled. */
export const readNimService: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const hpa = spec.at('scale', 'hpa');
  const isScaled = spec.at('scale', 'enabled').flag && hpa.map !== undefined;
  const workload = modelWorkload(root, spec, { replicas: spec.at('replicas') });
  return [{ ...workload, ...(isScaled && { scalers: [readOwnHpa(root, hpa)] }) }];
};

/** LLMKube. */
export const readLlmKubeService: WorkloadReader = (root) => {
  const spec = root.at('spec');
  return [
    modelWorkload(root, spec, {
      replicas: spec.at('replicas'),
      gpus: spec.at('resources', 'gpu'),
      ...(spec.at('runtime').text === 'vllm' && { engine: 'vllm' }),
      words: fieldWords(spec.at('vllmConfig')),
    }),
  ];
};

/** The operator of vLLM's production stack. */
export const readVllmRuntime: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const fields = [spec.at('model'), spec.at('vllmConfig')].flatMap(fieldWords);
  return [
    modelWorkload(root, spec, {
      replicas: spec.at('deploymentConfig', 'replicas'),
      gpus: spec.at('deploymentConfig', 'resources', 'gpu'),
      engine: 'vllm',
      words: [...modelWord(spec.at('model', 'modelURL')), ...fields],
    }),
  ];
};

/** Kthena: each worker is the one container of its pods, with the engine's flags as a map. */
export const readModelBooster: WorkloadReader = (root) => {
  const backend = root.at('spec', 'backend');
  const isVllm = backend.at('type').text === 'vLLM';
  return backend.at('workers').maps.map((worker) => {
    const flags = worker.at('config').entries.flatMap(([key, at]) => word(`--${key}`, at));
    const model = modelWorkload(root, worker, {
      replicas: worker.at('replicas'),
      ...(isVllm && { engine: 'vllm' }),
      words: [...modelWord(backend.at('modelURI')), ...flags],
    });
    return { ...model, ...worker.place };
  });
};

const FIELDS = [
  ['tensorParallelSize', '--tensor-parallel-size'],
  ['pipelineParallelSize', '--pipeline-parallel-size'],
  ['maxModelLen', '--max-model-len'],
  ['maxNumSeqs', '--max-num-seqs'],
  ['port', '--port'],
] as const;

function fieldWords(config: Cursor): Word[] {
  return FIELDS.flatMap(([key, flag]) => word(flag, config.at(key)));
}

function modelWord(at: Cursor): Word[] {
  return word('--model', at, at.text?.replace(/^hf:\/\//, ''));
}

/** A flag without a value is written as an empty text. */
function word(flag: string, { path, text }: Cursor, value = text): Word[] {
  if (value === undefined) return [];
  return [{ text: value === '' ? flag : `${flag}=${value}`, path }];
}

interface ModelFields {
  readonly replicas: Cursor;
  readonly gpus?: Cursor;
  readonly engine?: EngineName;
  readonly words?: readonly Word[];
}

function modelWorkload(root: Cursor, container: Cursor, fields: ModelFields): Workload {
  const { replicas, gpus, engine, words = [] } = fields;
  const pod = readPod(container, {
    role: 'server',
    count: 1,
    spec: container.at('podSpec'),
    main: container,
    variables: NO_VARIABLES,
    isPartial: true,
    ...(engine && { runs: { engine, isServer: true, words } }),
  });
  return {
    ...root.place,
    replicas: replicas.or(replicas.number, 1),
    pods: [{ ...pod, gpus: pod.gpus || (gpus?.quantity ?? 0) }],
    rollout: unknownRollout(container, 'Controller'),
    claimTemplates: [],
  };
}
