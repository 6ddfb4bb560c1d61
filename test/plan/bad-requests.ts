import type { Violation } from '../../src/violations';
import { chat70b } from './requests';

/** Part of a request. */
export type Fields = Record<string, unknown>;
type Row = [title: string, change: Fields, expected: Partial<Violation>, advice: Fields];

const { traffic } = chat70b;
export const floor = {
  start: '0 8 * * 1-5',
  end: '0 18 * * 1-5',
  timeZone: 'Europe/Berlin',
  replicas: 4,
};
const floors = (change: Fields) => ({ scaling: { floors: [{ ...floor, ...change }] } });
const own = {
  name: 'own',
  architecture: 'hopper',
  memoryGiB: 80,
  memoryBandwidthGBps: 3000,
  denseTflops: { bf16: 900 },
};
const lengths = { inputTokens: 500, outputTokens: 300 };

/** Each: what is wrong, what the refusal says of it, and what following its advice looks like. */
export const badRequests: Row[] = [
  [
    'a misspelt key',
    { trafic: traffic },
    { path: '/trafic', fix: "did you mean 'traffic'?" },
    { trafic: undefined },
  ],
  [
    'a misspelt key below',
    { traffic: { ...traffic, inputToken: 5 } },
    { path: '/traffic/inputToken', value: 5, fix: "did you mean 'inputTokens'?" },
    { traffic },
  ],
  [
    'a wrong type',
    { traffic: { ...traffic, inputTokens: '500' } },
    {
      path: '/traffic/inputTokens',
      value: '500',
      allowed: 'a number',
      fix: 'give a number of tokens',
    },
    { traffic },
  ],
  [
    'a fraction of a GPU',
    { parallelism: { tensor: 1.5 } },
    { path: '/parallelism/tensor', value: 1.5, allowed: 'an integer' },
    { parallelism: { tensor: 2 } },
  ],
  [
    'a number below its range',
    { traffic: { ...traffic, peakRequestsPerSecond: 0 } },
    { path: '/traffic/peakRequestsPerSecond', value: 0, allowed: 'more than 0' },
    { traffic },
  ],
  [
    'a number above its range',
    { engine: { gpuMemoryUtilization: 92 } },
    {
      path: '/engine/gpuMemoryUtilization',
      value: 92,
      allowed: 'at most 1',
      fix: 'give a share such as 0.92',
    },
    { engine: { gpuMemoryUtilization: 0.92 } },
  ],
  [
    'a loader that is younger than the engine',
    { engine: { version: '0.11.2', loadFormat: 'instanttensor' } },
    { path: '/engine/loadFormat', value: 'instanttensor' },
    { engine: { version: '0.32.0', loadFormat: 'instanttensor' } },
  ],
  [
    'a loader that reads files, on an object store',
    { caches: { weights: 'object-store' }, engine: { loadFormat: 'fastsafetensors' } },
    {
      path: '/engine/loadFormat',
      allowed: 'one that reads an object store: runai_streamer, runai_streamer_sharded',
      fix: 'leave it out',
    },
    { engine: {} },
  ],
  [
    'a CapacityBuffer that nobody is said to serve',
    { caches: { node: 'capacity-buffer' } },
    { path: '/caches/node', value: 'capacity-buffer' },
    { platform: { capacityBuffers: true } },
  ],
  [
    'another keeper of nodes',
    { caches: { node: 'balloon' } },
    { path: '/caches/node', fix: 'write true for placeholder pods, or capacity-buffer' },
    { caches: { node: true } },
  ],
  [
    'weights as an image on a cluster without image volumes',
    { caches: { weights: 'image' } },
    { path: '/caches/weights', value: 'image' },
    { platform: { kubernetesVersion: '1.35' } },
  ],
  [
    'a word that is not on the list',
    { quantization: 'fp9' },
    { path: '/quantization', value: 'fp9', allowed: 'one of bf16, fp8, int8, int4, mxfp4, nvfp4' },
    { quantization: 'fp8' },
  ],
  [
    'a namespace that Kubernetes refuses',
    { namespace: 'My_Team' },
    { path: '/namespace', value: 'My_Team', fix: 'give a DNS label such as serving' },
    { namespace: 'serving' },
  ],
  [
    'a missing peak',
    { traffic: lengths },
    {
      path: '/traffic/peakRequestsPerSecond',
      value: undefined,
      fix: 'give requests per second, or a trace as history',
    },
    { traffic },
  ],
  [
    'an unknown model',
    { model: 'meta-llama/Llama-3.3-70B-Instuct' },
    { path: '/model', value: 'meta-llama/Llama-3.3-70B-Instuct' },
    { model: chat70b.model },
  ],
  [
    'an unknown accelerator',
    { accelerator: 'H100-SMX' },
    { path: '/accelerator', value: 'H100-SMX', fix: "did you mean 'H100-SXM'?" },
    { accelerator: 'H100-SXM' },
  ],
  [
    'an unknown node',
    { node: 'aws/p5.48xlage' },
    { path: '/node', value: 'aws/p5.48xlage', fix: "did you mean 'aws/p5.48xlarge'?" },
    { node: 'aws/p5.48xlarge' },
  ],
  [
    'a description with a misspelt key',
    { accelerator: { ...own, memoryGB: 80 } },
    { path: '/accelerator/memoryGB', value: 80, fix: "did you mean 'memoryGiB'?" },
    { accelerator: own },
  ],
  [
    'a node of another accelerator',
    { node: 'aws/g6.xlarge' },
    { path: '/node', value: 'aws/g6.xlarge', allowed: 'a node with H100-SXM' },
    { node: undefined },
  ],
  [
    'a mean above the peak',
    { traffic: { ...traffic, meanRequestsPerSecond: 200 } },
    {
      path: '/traffic/meanRequestsPerSecond',
      value: 200,
      allowed: 'at most peakRequestsPerSecond (100)',
    },
    { traffic: { ...traffic, meanRequestsPerSecond: 40 } },
  ],
  [
    'a percentile below its mean',
    { traffic: { ...traffic, outputTokensP99: 200 } },
    { path: '/traffic/outputTokens', value: 300, allowed: 'at most outputTokensP99 (200)' },
    { traffic: { ...traffic, outputTokensP99: 900 } },
  ],
  [
    'a percentile below the mean that is assumed',
    { traffic: { peakRequestsPerSecond: 1, inputTokensP95: 200 } },
    { path: '/traffic/inputTokens', value: 500, allowed: 'at most inputTokensP95 (200)' },
    { traffic: { peakRequestsPerSecond: 1, inputTokens: 100, inputTokensP95: 200 } },
  ],
  [
    'a size that does not divide the heads',
    { parallelism: { tensor: 6 } },
    {
      path: '/parallelism/tensor',
      value: 6,
      allowed: 'one of 1, 2, 4, 8, 16, 32, 64: the model has 64 query and 8 key/value heads',
    },
    { parallelism: { tensor: 8 } },
  ],
  [
    'more stages than layers',
    { parallelism: { tensor: 8, pipeline: 81 } },
    { path: '/parallelism/pipeline', value: 81, allowed: 'at most 80, the number of layers' },
    { parallelism: { tensor: 8, pipeline: 2 } },
  ],
  [
    'token ranks that do not divide the tensor ranks',
    { parallelism: { tensor: 16, decodeContext: 3 } },
    {
      path: '/parallelism/decodeContext',
      value: 3,
      allowed:
        'one of 1, 2: it regroups the ranks of parallelism.tensor (16) that hold a copy of 8 key/value heads',
      fix: 'state 2, or leave it out',
    },
    { parallelism: { tensor: 16, decodeContext: 2 } },
  ],
  [
    'token ranks where each tensor rank has a head of its own',
    { parallelism: { tensor: 8, decodeContext: 2 } },
    { path: '/parallelism/decodeContext', value: 2, fix: 'state 1, or leave it out' },
    { parallelism: { tensor: 8, decodeContext: 1 } },
  ],
  [
    'token ranks of a model with windows',
    { model: 'openai/gpt-oss-120b', parallelism: { tensor: 16, decodeContext: 2 } },
    {
      path: '/parallelism/decodeContext',
      value: 2,
      allowed: 'one of 1: windows and states are not shared between ranks',
    },
    { model: 'openai/gpt-oss-120b', parallelism: { tensor: 8 } },
  ],
  [
    'requests beyond the context',
    { engine: { maxModelLen: 700 } },
    {
      path: '/traffic/inputTokens',
      value: 500,
      allowed: 'at most 700 together with outputTokens (300)',
    },
    { engine: { maxModelLen: 2048 } },
  ],
  [
    'an operating point beyond the context',
    {
      engine: { maxModelLen: 1000 },
      operatingPoint: { concurrency: 4, inputTokens: 900, outputTokens: 200 },
    },
    { path: '/operatingPoint/inputTokens', value: 900 },
    { engine: { maxModelLen: 2000 } },
  ],
  [
    'more sequences than tokens in a step',
    { engine: { maxNumSeqs: 600, maxNumBatchedTokens: 512 } },
    { path: '/engine/maxNumSeqs', value: 600, allowed: 'at most maxNumBatchedTokens (512)' },
    { engine: { maxNumSeqs: 512, maxNumBatchedTokens: 512 } },
  ],
  [
    'an engine before its gauges',
    { engine: { version: '0.7.3' } },
    { path: '/engine/version', value: '0.7.3', allowed: 'at least 0.8.5' },
    { engine: { version: '0.8.5' } },
  ],
  [
    'a version of no letters',
    { engine: { version: ' ' } },
    { path: '/engine/version', value: ' ', fix: 'give a release such as 0.32.0' },
    { engine: { version: 'latest' } },
  ],
  [
    'a model whose name goes on from one of the catalogue',
    { model: `${chat70b.model}-AWQ` },
    { path: '/model', value: `${chat70b.model}-AWQ` },
    { model: chat70b.model, quantization: 'awq' },
  ],
  [
    'a GPU of a family that the catalogue lacks',
    { accelerator: 'RTX 2080' },
    {
      path: '/accelerator',
      value: 'RTX 2080',
      fix: 'choose one, or describe your own',
    },
    { accelerator: 'RTX 6000 Ada Generation' },
  ],
  [
    'an operating point of neither loop',
    { operatingPoint: lengths },
    { path: '/operatingPoint', value: lengths },
    { operatingPoint: { requestsPerSecond: 1, ...lengths } },
  ],
  [
    'a Deployment of replicas wider than a node',
    { workload: 'deployment', node: 'aws/p5.48xlarge', parallelism: { tensor: 8, pipeline: 2 } },
    { path: '/workload', value: 'deployment' },
    { workload: 'leader-worker-set' },
  ],
  [
    'a floor in an unknown cron',
    floors({ start: '@daily' }),
    { path: '/scaling/floors/0/start', value: '@daily' },
    floors({}),
  ],
  [
    'a floor in an unknown zone',
    floors({ timeZone: 'Europe/Berln' }),
    { path: '/scaling/floors/0/timeZone', value: 'Europe/Berln' },
    floors({}),
  ],
  [
    'a floor of nothing',
    floors({ replicas: 0 }),
    { path: '/scaling/floors/0/replicas', value: 0, allowed: 'at least 1' },
    floors({}),
  ],
];
