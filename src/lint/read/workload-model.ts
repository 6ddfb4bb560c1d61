import type { EngineName } from '../view/engine-view';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { NO_VARIABLES, type Workload, type WorkloadReader } from './workload';

// Kinds that name a model and leave the pods to their operator: replicas, GPUs and what is said of
// the engine can be read, and nothing else.

/** KubeAI. */
export const readKubeAiModel: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const engine = KUBEAI_ENGINES[spec.at('engine').text ?? ''];
  const replicas = spec.at('replicas').isWritten ? spec.at('replicas') : spec.at('minReplicas');
  return engine === undefined ? [] : [modelWorkload(root, spec, replicas, engine, spec.at('url'))];
};

const KUBEAI_ENGINES: Readonly<Record<string, EngineName>> = { VLLM: 'vllm', OLlama: 'ollama' };

/** NVIDIA's NIM operator. */
export const readNimService: WorkloadReader = (root) => {
  const spec = root.at('spec');
  return [modelWorkload(root, spec, spec.at('replicas'))];
};

/** The operator of vLLM's production stack. */
export const readVllmRuntime: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const replicas = spec.at('deploymentConfig', 'replicas');
  return [modelWorkload(root, spec, replicas, 'vllm', spec.at('model', 'modelURL'))];
};

function modelWorkload(
  root: Cursor,
  spec: Cursor,
  replicas: Cursor,
  engine?: EngineName,
  source?: Cursor,
): Workload {
  const url = source?.text?.replace(/^hf:\/\//, '');
  const words = url === undefined ? [] : [{ text: `--model=${url}`, path: source?.path ?? [] }];
  const gpu = spec.at('deploymentConfig', 'resources', 'gpu');
  const pod = readPod(spec, {
    role: 'server',
    count: 1,
    spec: spec.at('none'),
    main: spec,
    variables: NO_VARIABLES,
    isPartial: true,
    ...(engine && { runs: { engine, isServer: true, words } }),
  });
  return {
    ...root.place,
    replicas: replicas.or(replicas.number, 1),
    pods: [{ ...pod, gpus: pod.gpus || (gpu.quantity ?? 0) }],
    rollout: unknownRollout(spec, 'Controller'),
    claimTemplates: [],
  };
}
