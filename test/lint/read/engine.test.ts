import { container, services } from './manifests';

const engine = (lines: string) => container(lines).engine;

describe('the engine and its release are told by the image', () => {
  test.each([
    ['vllm/vllm-openai:v0.18.1', 'vllm', '0.18.1'],
    ['registry.example.com:5000/mirror/vllm/vllm-openai:v0.18.1@sha256:ab', 'vllm', '0.18.1'],
    ['vllm/vllm-openai', 'vllm', undefined],
    ['vllm/vllm-openai:latest', 'vllm', undefined],
    ['rocm/vllm:rocm6.2_mi300_ubuntu20.04_py3.9_vllm_0.6.4', 'vllm', '0.6.4'],
    ['quay.io/ascend/vllm-ascend:v0.11.0rc1', 'vllm', '0.11.0'],
    // Tags that count something else.
    ['ghcr.io/llm-d/llm-d-cuda:v0.6.0', 'vllm', undefined],
    ['lmcache/vllm-openai:v0.3.9post2', 'vllm', undefined],
    ['opea/vllm-gaudi:1.22.0', 'vllm', undefined],
    ['registry.example.com/team/vllm:1.4.0', 'vllm', undefined],
    ['nvcr.io/nvidia/vllm:26.02-py3', 'vllm', undefined],
    ['registry.redhat.io/rhaiis/vllm-cuda-rhel9:3.2.1', 'vllm', undefined],
    ['nvcr.io/nvidia/ai-dynamo/vllm-runtime:0.6.1', 'vllm', undefined],
    ['lmsysorg/sglang:v0.5.3-cu126', 'sglang', '0.5.3'],
    ['ghcr.io/huggingface/text-generation-inference:3.3.4', 'tgi', '3.3.4'],
    ['nvcr.io/nvidia/tritonserver:25.01-trtllm-python-py3', 'triton', undefined],
    ['nvcr.io/nvidia/tensorrt-llm/release:1.0.0', 'tensorrt-llm', '1.0.0'],
    ['ollama/ollama:0.12.3', 'ollama', '0.12.3'],
    ['ghcr.io/ggml-org/llama.cpp:server-cuda', 'llama.cpp', undefined],
    ['openmmlab/lmdeploy:v0.10.1', 'lmdeploy', '0.10.1'],
  ])('%s', (image, name, version) => {
    expect(engine(`image: ${image}`)).toMatchObject({ name, isServer: true });
    expect(engine(`image: ${image}`)?.version).toBe(version);
  });
});

describe('an engine is none where something else runs', () => {
  test.each([
    ['a router', 'image: lmcache/lmstack-router:v0.1.6'],
    [
      'a router by command',
      'image: lmsysorg/sglang\ncommand: [python3, -m, sglang_router.launch_router]',
    ],
    ['a sidecar', 'image: ghcr.io/llm-d/llm-d-routing-sidecar:v0.7.1'],
    ['an emulator', 'image: quay.io/infernoautoscaler/vllme:0.2.3'],
    ['a download', 'image: vllm/vllm-openai\ncommand: [huggingface-cli, download, x]'],
    ['a benchmark', 'image: vllm/vllm-openai\ncommand: [vllm, bench, serve]'],
    ['a shell that waits', 'image: vllm/vllm-openai\ncommand: [sh, -c, sleep infinity]'],
    ['an image of nobody', 'image: nginx:1.27'],
  ])('%s', (_, lines) => {
    expect(engine(lines)).toBeUndefined();
  });

  test('a cache server in the image of an engine is no engine without GPUs', () => {
    const [image, command] = ['lmcache/vllm-openai:latest', ['lmcache_server']];
    const spec = { containers: [{ image, command, ports: [{ containerPort: 1 }] }] };
    expect(services(JSON.stringify({ apiVersion: 'v1', kind: 'Pod', spec }))).toEqual([]);
  });
});

describe('the command names the engine where the image does not', () => {
  test.each([
    ['vllm', '[vllm, serve, m]', 8000],
    ['vllm', '[/opt/venv/bin/vllm, serve, m, --port=8100]', 8100],
    ['vllm', '[python3, -m, vllm.entrypoints.openai.api_server]', 8000],
    ['sglang', '[python3, -m, sglang.launch_server, --port, "8001"]', 8001],
    ['sglang', '[python3, -m, sglang.launch_server]', 30000],
    ['tensorrt-llm', '[trtllm-llmapi-launch, trtllm-serve, m]', 8000],
    ['triton', '[tritonserver, --http-port=8008]', 8008],
    ['tgi', '[text-generation-launcher]', 3000],
    ['llama.cpp', '[/app/llama-server, -m, x.gguf]', 8080],
    ['lmdeploy', '[lmdeploy, serve, api_server, m]', 23333],
    ['ollama', '[ollama, serve]', 11434],
  ])('%s: %s', (name, command, port) => {
    expect(engine(`image: registry.example.com/a:1\ncommand: ${command}`)).toMatchObject({
      name,
      port,
      isServer: true,
    });
  });
});

describe('flags', () => {
  const flags = (args: string) => {
    const found = engine(`image: vllm/vllm-openai\nargs: ${args}`)?.flags ?? new Map();
    return Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
  };

  test('have hyphens, their first names and their last values', () => {
    const args = '[-tp, "2", --pipeline_parallel_size=3, --port, "1", --port=2, -O3]';
    expect(flags(args)).toEqual({
      '--tensor-parallel-size': '2',
      '--pipeline-parallel-size': '3',
      '--port': '2',
      '--optimization-level': true,
    });
  });

  test('without a value are true, and --no takes back', () => {
    expect(flags('[--enforce-eager, --seed, "-1", --enforce-eager, --no-enforce-eager]')).toEqual({
      '--no-enforce-eager': true,
      '--seed': '-1',
    });
  });

  test('may be abbreviated as argparse allows, where only one flag is meant', () => {
    expect(flags('[--max-num-seq=8, --gpu-memory-util, "0.9", --max-num=1]')).toEqual({
      '--max-num-seqs': '8',
      '--gpu-memory-utilization': '0.9',
      '--max-num': '1',
    });
  });

  test('keep JSON values and the keys of values as they are', () => {
    expect(flags(`['--hf-overrides={"a_b": 1}', --speculative_config.num_tokens, "3"]`)).toEqual({
      '--hf-overrides': '{"a_b": 1}',
      '--speculative-config.num_tokens': '3',
    });
  });

  test('stand where they are written', () => {
    const found = engine('image: vllm/vllm-openai\nargs: [--model, m, --port=1]')?.flags.get(
      '--port',
    );
    expect(found?.path).toEqual(['spec', 'template', 'spec', 'containers', 0, 'args', 2]);
  });
});

test('model and names come from flags, from the word after serve and from variables', () => {
  expect(
    engine('image: vllm/vllm-openai\nargs: [Qwen/Qwen3-8B, --served-model-name, a, b, --port=1]'),
  ).toMatchObject({ model: 'Qwen/Qwen3-8B', servedNames: ['a', 'b'], port: 1 });
  expect(
    engine(`image: ghcr.io/huggingface/text-generation-inference:3.0.0
env: [{ name: MODEL_ID, value: m }, { name: PORT, value: "8080" }]`),
  ).toMatchObject({ name: 'tgi', model: 'm', port: 8080 });
});

test('ranks are 1 where not stated, and all GPUs where a variable hides them', () => {
  expect(engine('image: vllm/vllm-openai')).toMatchObject({ tensor: 1, pipeline: 1, data: 1 });
  const args = 'image: vllm/vllm-openai\nargs: [--tensor-parallel-size=$(TP)]';
  expect(engine(`${args}\nresources: { limits: { nvidia.com/gpu: 4 } }`)?.tensor).toBe(4);
});

test("KServe's server for Hugging Face runs vLLM, on its own port", () => {
  const image = 'image: kserve/huggingfaceserver:v0.15.0-gpu';
  const command = '[python, -m, huggingfaceserver, --model_id=org/m, --model_name=n]';
  for (const lines of [
    `${image}\nargs: [--model_id=org/m, --model_name=n]`,
    `${image}\ncommand: ${command}`,
  ]) {
    expect(engine(lines)).toMatchObject({
      name: 'vllm',
      port: 8080,
      model: 'org/m',
      servedNames: ['n'],
    });
    expect(engine(lines)?.version).toBeUndefined();
  }
});

test('a container that joins a cluster of Ray computes and does not serve', () => {
  expect(engine('image: vllm/vllm-openai\ncommand: [ray, start, --block]')).toMatchObject({
    name: 'vllm',
    isServer: false,
  });
  expect(engine('image: vllm/vllm-openai\nargs: [--headless]')?.isServer).toBe(false);
});
