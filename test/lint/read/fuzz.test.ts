import fc from 'fast-check';
import { positionOf } from '../../../src/lint/read/position';
import { readFiles, readObjects } from '../../../src/lint/read/read';
import { shellCommands } from '../../../src/lint/read/shell-commands';
import type { Json, JsonObject, Place } from '../../../src/lint/view/place';
import type { LintView } from '../../../src/lint/view/view';
import { expectedFolder, readFiles as readTexts } from '../../../tools/examples';
import { exampleNames } from '../../example-objects';

const KINDS = [
  'apps/v1 Deployment',
  'apps/v1 ReplicaSet',
  'apps/v1 StatefulSet',
  'apps.kruise.io/v1 CloneSet',
  'argoproj.io/v1 Rollout',
  'v1 Pod',
  'leaderworkerset.x-k8s.io/v1 LeaderWorkerSet',
  'disaggregatedset.x-k8s.io/v1 DisaggregatedSet',
  'ray.io/v1 RayCluster',
  'ray.io/v1 RayService',
  'orchestration.aibrix.ai/v1 RayClusterFleet',
  'orchestration.aibrix.ai/v1 StormService',
  'workload.serving.volcano.sh/v1 ModelServing',
  'serving.kserve.io/v1 LLMInferenceService',
  'serving.kserve.io/v1 InferenceService',
  'serving.kserve.io/v1 ClusterServingRuntime',
  'serving.knative.dev/v1 Service',
  'ome.io/v1 ServingRuntime',
  'inference.llmkube.dev/v1 InferenceService',
  'workload.serving.volcano.sh/v1 ModelBooster',
  'nvidia.com/v1 DynamoGraphDeployment',
  'apps.nvidia.com/v1 NIMService',
  'kubeai.org/v1 Model',
  'production-stack.vllm.ai/v1 VLLMRuntime',
  'keda.sh/v1 ScaledObject',
  'autoscaling/v2 HorizontalPodAutoscaler',
  'autoscaling.aibrix.ai/v1 PodAutoscaler',
  'policy/v1 PodDisruptionBudget',
  'monitoring.coreos.com/v1 PodMonitor',
  'monitoring.coreos.com/v1 ServiceMonitor',
  'v1 Service',
  'v1 PersistentVolumeClaim',
  'v1 ResourceQuota',
  'gateway.networking.k8s.io/v1 HTTPRoute',
  'networking.istio.io/v1 VirtualService',
  'inference.networking.k8s.io/v1 InferencePool',
  'karpenter.sh/v1 NodePool',
  'resource.k8s.io/v1 ResourceClaimTemplate',
  'v1 List',
];

/** Keys that readers look for, and some that must not matter. */
const KEYS = [
  ...['metadata', 'spec', 'template', 'containers', 'initContainers', 'name', 'image', 'command'],
  ...['args', 'env', 'value', 'valueFrom', 'lifecycle', 'preStop', 'exec', 'sleep', 'httpGet'],
  ...['readinessProbe', 'resources', 'limits', 'nvidia.com/gpu', 'claims', 'volumes', 'labels'],
  ...['replicas', 'strategy', 'rollingUpdate', 'maxSurge', 'selector', 'matchLabels', 'items'],
  ...['matchExpressions', 'leaderWorkerTemplate', 'leaderTemplate', 'workerTemplate', 'size'],
  ...['scaleTargetRef', 'triggers', 'metadata', 'query', 'threshold', 'type', 'metrics', 'target'],
  ...['advanced', 'behavior', 'scaleDown', 'policies', 'fallback', 'rules', 'timeouts', 'http'],
  ...['headGroupSpec', 'workerGroupSpecs', 'serveConfigV2', 'rayClusterConfig', 'roles', 'hard'],
  ...['predictor', 'model', 'scaling', 'keda', 'wva', 'prefill', 'parallelism', 'services'],
  ...['annotations', 'cdk8s-llm.dev/plan', 'kind', 'apiVersion', 'namespace', 'ports', 'devices'],
  ...['__proto__', 'constructor', 'toString', '0', ''],
];

const WORDS = [
  'vllm/vllm-openai:v0.18.1',
  'vllm',
  'serve',
  'sh',
  '-c',
  '--port',
  '8000',
  '25%',
  '500m',
  '1m',
];

const scalar = fc.oneof(
  fc.constantFrom<Json>(null, true, false, 0, -1, 1e300, 2.5, '', ...WORDS),
  fc.string({ unit: 'binary', maxLength: 30 }),
);
const tree = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'large', withCrossShrink: true },
    scalar,
    fc.array(tie('node'), { maxLength: 4 }),
    fc
      .array(fc.tuple(fc.constantFrom(...KEYS), tie('node')), { maxLength: 5 })
      .map((entries) => Object.fromEntries(entries)),
  ),
})).node;

const anyObject = fc.tuple(fc.constantFrom(...KINDS), tree, tree).map(([kind, metadata, spec]) => {
  const [apiVersion, name] = kind.split(' ');
  return { apiVersion, kind: name, metadata, spec, items: spec } as JsonObject;
});

const SKIPPED = new Set(['object', 'content', 'spec', 'plan']);

/** Everything that rules may look at, so that lazy parts are read too. */
function placesOf(view: LintView): Place[] {
  const places: Place[] = [];
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 12) return;
    if ('object' in value && 'path' in value) places.push(value as Place);
    const parts = value instanceof Map ? value.entries() : Object.entries(value);
    for (const [key, each] of parts) if (!SKIPPED.has(key)) walk(each, depth + 1);
  };
  walk([view.services, view.scalers, view.quotas, view.nodePools], 0);
  return places;
}

function expectSound(view: LintView): void {
  for (const { object, path } of placesOf(view)) {
    expect(view.objects).toContain(object);
    expect(Array.isArray(path)).toBe(true);
  }
}

test('objects of every kind may hold whatever they like', () => {
  fc.assert(
    fc.property(fc.array(anyObject, { maxLength: 4 }), (objects) => {
      expectSound(readObjects(objects, 'any').view);
    }),
    { numRuns: 1500 },
  );
});

const manifests = exampleNames().flatMap((name) =>
  Object.entries(readTexts(expectedFolder(name)))
    .filter(([file]) => file.endsWith('.yaml'))
    .map(([, text]) => text),
);

test('a manifest with any value replaced by any other is read', () => {
  const originals = manifests.flatMap((text) =>
    readFiles([{ file: 'a', text }]).view.objects.map(({ content }) => content),
  );
  const replaced = fc
    .tuple(fc.constantFrom(...originals), fc.infiniteStream(fc.nat(9)), tree)
    .map(([original, steps, value]) => replacedAt(original, steps, value));
  fc.assert(
    fc.property(replaced, (object) => {
      expectSound(readObjects([object as JsonObject], 'any').view);
    }),
    { numRuns: 1500 },
  );
});

function replacedAt(value: Json, steps: Iterator<number>, by: Json): Json {
  const step = steps.next().value as number;
  if (typeof value !== 'object' || value === null || step === 9) return by;
  const keys = Object.keys(value);
  if (keys.length === 0) return by;
  const key = keys[step % keys.length];
  const copy = (Array.isArray(value) ? [...value] : { ...value }) as Record<string, Json>;
  copy[key] = replacedAt((value as JsonObject)[key], steps, by);
  return copy as Json;
}

test('a file with any characters replaced is read or refused, and has lines', () => {
  const edit = fc.tuple(
    fc.constantFrom(...manifests),
    fc.nat(),
    fc.nat(40),
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('---\n', '*a', '&a ', '{{ .Values.x }}', '|\n', '\t', '\u0000'),
    ),
  );
  fc.assert(
    fc.property(edit, ([text, at, length, by]) => {
      const from = at % text.length;
      const changed = text.slice(0, from) + by + text.slice(from + length);
      const { view, errors } = readFiles([{ file: 'a', text: changed }]);
      const lines = changed.split('\n').length;
      for (const { line, column } of errors) {
        expect(line).toBeGreaterThan(0);
        expect(line).toBeLessThanOrEqual(lines + 1);
        expect(column).toBeGreaterThan(0);
      }
      for (const { object, path } of placesOf(view).slice(0, 3)) {
        const { line } = positionOf(changed, object.document, [...object.within, ...path]);
        expect(line).toBeLessThanOrEqual(lines);
      }
    }),
    { numRuns: 300 },
  );
});

test('any text is a script', () => {
  const parts = [
    '$',
    '(',
    ')',
    '{',
    '}',
    '"',
    "'",
    '`',
    '\\',
    '\n',
    '<<',
    'E',
    ';',
    '&',
    '|',
    'if ',
    'fi',
    ' ',
    'a',
  ];
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...parts), { maxLength: 40 }), (chosen) => {
      const script = chosen.join('');
      const words = shellCommands(script).flatMap((command) => command.words);
      expect(words.join('').length).toBeLessThanOrEqual(script.length);
    }),
    { numRuns: 3000 },
  );
});

/** Texts on which an expression that backtracks would take minutes. */
const LONG = 120_000;
test.each([
  ['words of a command', 'vllm'.repeat(LONG / 4)],
  ['quotes', '$("`'.repeat(LONG / 4)],
  ['options', `timeout ${'--a '.repeat(LONG / 4)}`],
  ['blanks', `timeout${' '.repeat(LONG)}`],
  ['digits', `${'1'.repeat(LONG)}x`],
  ['sums', `[ $i -lt 5 ]; ${'a'.repeat(LONG)}`],
  ['lines', '\n'.repeat(LONG)],
  ['addresses', 'localhost:'.repeat(LONG / 10)],
  ['marks', '::@/'.repeat(LONG / 4)],
  ['braces', `{{${' '.repeat(LONG)}`],
])('%s of any length take no time', (_, text) => {
  const container = {
    name: text,
    image: text,
    command: ['sh', '-c', text],
    args: [text, '--served-model-name', text, `--port=${text}`],
    env: [{ name: 'A', value: text }],
    resources: { limits: { [text]: text, 'nvidia.com/gpu': text } },
    lifecycle: { preStop: { exec: { command: ['python3', '-c', `while 1:\n${text}`] } } },
  };
  const looping = ['sh', '-c', `while true; do ${text}`];
  const shell = { ...container, lifecycle: { preStop: { exec: { command: looping } } } };
  const plain = { ...container, command: [text], image: 'vllm/vllm-openai' };
  const own = { ...plain, command: undefined };
  const objects = [container, shell, plain, own].map((each) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { replicas: text, template: { spec: { containers: [each] } } },
  }));
  const began = performance.now();
  readObjects(objects as unknown as JsonObject[], text);
  readFiles([{ file: 'a', text }]);
  expect(performance.now() - began).toBeLessThan(2000);
});
