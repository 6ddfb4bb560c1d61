import type { PodView } from '../view/pod-view';
import type { Word } from './command-line';
import type { Cursor } from './cursor';
import { readPod } from './pod';
import { unknownRollout } from './rollout';
import { readServingScaler } from './scaler-serving';
import { shellCommands } from './shell-commands';
import { NO_VARIABLES, type Workload, type WorkloadReader } from './workload';

/**
 * KServe's LLMInferenceService: one fleet, or a second for prefill. Presets of the controller add
 * image, command, probes, hook and grace period, so that what is missing here is not missing.
 */
export const readLlmInferenceService: WorkloadReader = (root) => {
  const spec = root.at('spec');
  const prefill = spec.at('prefill');
  return [fleet(root, root, spec), ...(prefill.map ? [fleet(root, prefill, prefill)] : [])];
};

function fleet(root: Cursor, place: Cursor, spec: Cursor): Workload {
  const replicas = spec.at('replicas');
  const size = groupSize(spec);
  const worker = spec.at('worker');
  const pods = [podOf(root, spec, 'template', 'server', 1)];
  if (worker.map) pods.push(podOf(root, spec, 'worker', 'worker', size - 1));
  const scaler = readServingScaler(root, spec.at('scaling'));
  return {
    ...place.place,
    replicas: replicas.or(replicas.number, 1),
    pods,
    rollout: unknownRollout(spec, 'Controller'),
    claimTemplates: [],
    scalers: scaler ? [scaler] : [],
    made: madeOf(root, place === root ? '' : '-prefill', worker.map !== undefined),
  };
}

/** kserve pkg/controller/v1alpha2/llmisvc: workload_single_node.go and workload_multi_node.go. */
function madeOf({ object }: Cursor, suffix: string, isGroup: boolean): Workload['made'] {
  return isGroup
    ? {
        apiVersion: 'leaderworkerset.x-k8s.io/v1',
        kind: 'LeaderWorkerSet',
        name: `${object.name}-kserve-mn${suffix}`,
      }
    : {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        name: `${object.name}-kserve${suffix}`,
      };
}

/** Of a group with workers: nodes of data parallelism, or of the pipeline. */
function groupSize(spec: Cursor): number {
  if (spec.at('worker').map === undefined) return 1;
  const number = (key: string): number => spec.at('parallelism', key).number ?? 1;
  const nodes = Math.max(number('data') / Math.max(1, number('dataLocal')), number('pipeline'));
  return Math.max(2, Math.ceil(nodes));
}

function podOf(
  root: Cursor,
  spec: Cursor,
  key: 'template' | 'worker',
  role: PodView['role'],
  count: number,
): PodView {
  const template = spec.at(key);
  return readPod(template, {
    role,
    count,
    spec: template,
    variables: NO_VARIABLES,
    labels: spec.at('labels').texts,
    isPartial: true,
    runs: {
      engine: 'vllm',
      isServer: role === 'server',
      container: 'main',
      port: 8000,
      words: wordsOf(root, spec, template),
    },
  });
}

const PARALLELISM = [
  ['tensor', '--tensor-parallel-size'],
  ['pipeline', '--pipeline-parallel-size'],
  ['data', '--data-parallel-size'],
  ['dataLocal', '--data-parallel-size-local'],
] as const;

/** What the presets pass on: the model, parallelism, and arguments from a variable. */
function wordsOf(root: Cursor, spec: Cursor, template: Cursor): Word[] {
  const model = root.at('spec', 'model');
  const flag = (name: string, at: Cursor, value = at.text): Word[] =>
    value === undefined ? [] : [{ text: `${name}=${value}`, path: at.path }];
  const main = template.at('containers').maps.find((each) => each.at('name').text === 'main');
  const variables = main?.at('env').maps ?? [];
  const more = variables.find((each) => each.at('name').text === 'VLLM_ADDITIONAL_ARGS');
  const added = shellCommands(more?.at('value').text ?? '').flatMap(({ words }) => words);
  return [
    ...flag('--model', model.at('uri'), model.at('uri').text?.replace(/^hf:\/\//, '')),
    ...flag('--served-model-name', model.at('name')),
    ...PARALLELISM.flatMap(([key, name]) => flag(name, spec.at('parallelism', key))),
    ...added.map((text) => ({ text, path: more?.at('value').path ?? template.path })),
  ];
}
