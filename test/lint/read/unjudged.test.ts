import { readFiles } from '../../../src/lint/read/read';

const read = (text: string) => readFiles([{ file: 'a.yaml', text }]);
const notes = (text: string) => read(text).notes.map(({ message }) => message);
const passed = 'passed over, as no rule reads it';

const group = (role: string) => `
apiVersion: workloads.x-k8s.io/v1alpha2
kind: RoleBasedGroup
metadata: { name: pair, namespace: llm }
spec:
  roleTemplates: [{ name: base, template: { spec: { containers: [{ name: e, image: 'vllm/vllm-openai:v0.32.0' }] } } }]
  roles: [{ name: decode, replicas: 3, ${role} }]
`;
const template =
  "template: { spec: { containers: [{ name: e, image: 'vllm/vllm-openai:v0.32.0', resources: { limits: { nvidia.com/gpu: 1 } } }] } }";

describe('an object that serves a model and is not judged is named:', () => {
  test.each([
    [
      "apiVersion: acme.io/v1\nkind: Fleet\nmetadata: { name: a }\nspec: { image: 'lmsysorg/sglang:v0.5.18' }",
      "Fleet 'a' runs sglang, and is not judged, as no rule reads its pods",
    ],
    [
      'apiVersion: acme.io/v1\nkind: Fleet\nmetadata: { name: a }\nspec: { pods: [{ command: [sh, -c, exec vllm serve /m] }] }',
      "Fleet 'a' runs vllm, and is not judged, as no rule reads its pods",
    ],
    [
      "apiVersion: serving.kserve.io/v1alpha1\nkind: ServingRuntime\nmetadata: { name: nim }\nspec: { containers: [{ name: c, image: 'nvcr.io/nim/acme/m:1.1' }] }",
      "ServingRuntime 'nim' runs NIM, and is not judged, as no rule reads its pods",
    ],
    [
      'apiVersion: kaito.sh/v1beta1\nkind: Workspace\nmetadata: { name: w }\ninference: { preset: { name: phi-4 } }',
      "Workspace 'w' serves a model, and is not judged, as no rule reads its pods",
    ],
    ['apiVersion: kaito.sh/v1beta1\nkind: Workspace\nmetadata: { name: w }\ntuning: {}', passed],
    ['apiVersion: acme.io/v1\nkind: Fleet\nmetadata: { name: a }\nspec: { image: nginx }', passed],
    [
      "apiVersion: jobset.x-k8s.io/v1\nkind: JobSet\nmetadata: { name: a }\nspec: { image: 'vllm/vllm-openai:v0.32.0' }",
      passed,
    ],
    [
      group('standalonePattern: { templateRef: { name: base } }'),
      /^RoleBasedGroup 'pair' runs vllm/,
    ],
  ])('%s', (text, message) => {
    expect(notes(text)).toEqual([
      typeof message === 'string' ? message : expect.stringMatching(message),
    ]);
  });
});

test.each([
  [`standalonePattern: { ${template} }`, 1],
  [`leaderWorkerPattern: { size: 2, ${template} }`, 2],
  [template, 1],
])('a role of plain pods is a service: %s', (role, pods) => {
  const { view, notes: said } = read(group(role));
  expect(said).toEqual([]);
  expect(
    view.services.map(({ replicas, gpusPerReplica }) => [replicas.value, gpusPerReplica]),
  ).toEqual([[3, pods]]);
});

test('a Service is joined to a role by the labels that the controller writes', () => {
  const service = `
apiVersion: v1
kind: Service
metadata: { name: way, namespace: llm }
spec:
  selector: { rbg.workloads.x-k8s.io/group-name: pair, rbg.workloads.x-k8s.io/role-name: decode }
  ports: [{ port: 8000 }]
`;
  const { view } = read([group(template), service].join('---\n'));
  expect(view.services.map(({ endpoints }) => endpoints.map(({ name }) => name))).toEqual([
    ['way'],
  ]);
});
