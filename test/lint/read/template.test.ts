import { read } from './manifests';

const NOTE = 'passed over: a Helm template; lint what `helm template` renders of it';
const helm = `
apiVersion: v1
kind: Pod
metadata:
  name: {{ .Values.name }}
{{- if .Values.gpu }}
spec: {}
{{- end }}
`;

test('a template that nobody rendered is one note and no error', () => {
  const { view, notes, errors } = read(helm);
  expect([view.objects, errors]).toEqual([[], []]);
  expect(notes).toEqual([{ file: 'a.yaml', message: NOTE }]);
});

test('a template that happens to be YAML is one all the same', () => {
  const { notes } = read('apiVersion: v1\nkind: Pod\nmetadata: {name: "{{ .Release.Name }}"}\n');
  expect(notes).toEqual([{ file: 'a.yaml', message: NOTE }]);
});

test.each([
  ['an alert', 'PrometheusRule', '{{ $labels.pod }} {{ if gt 1.0 2.0 }}x{{ end }}'],
  ['a chat template', 'ConfigMap', '{% if x %}{{ include "y" }}{% endif %}'],
  ['values of a chart', 'HelmRelease', '{{ .Release.Name }}'],
  ['a serving resource', 'LLMInferenceService', '{{ .ObjectMeta.Namespace }}'],
])('templates of its own in %s are data', (_, kind, value) => {
  const { view } = read(`apiVersion: x/v1\nkind: ${kind}\nspec:\n  a: '${value}'\n`);
  expect(view.objects).toHaveLength(1);
});
