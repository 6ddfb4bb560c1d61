import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readObjects } from '../../../src/lint/read/read';
import { read } from './manifests';

const identities = (text: string) =>
  read(text).view.objects.map(({ kind, name, namespace, document, within }) => [
    kind,
    name,
    namespace,
    document,
    within,
  ]);

test('names an object by name, by generateName or not at all, in the namespace default', () => {
  const header = 'apiVersion: v1\nkind: Pod\nmetadata:';
  expect(identities(`${header} {name: a, namespace: b}`)).toEqual([['Pod', 'a', 'b', 0, []]]);
  expect(identities(`${header} {generateName: a-}`)).toEqual([['Pod', 'a-', 'default', 0, []]]);
  expect(identities(`${header} {name: 3, namespace: null}`)).toEqual([
    ['Pod', '3', 'default', 0, []],
  ]);
  expect(identities(`${header} []`)).toEqual([['Pod', '', 'default', 0, []]]);
});

test('objects of a List keep their place in it', () => {
  const list = `
apiVersion: v1
kind: List
items:
- { apiVersion: v1, kind: Pod, metadata: { name: a } }
- apiVersion: apps/v1
  kind: DeploymentList
  items: [{ apiVersion: apps/v1, kind: Deployment, metadata: { name: b } }]
`;
  expect(identities(`a: 1\n---${list}`)).toEqual([
    ['Pod', 'a', 'default', 1, ['items', 0]],
    ['Deployment', 'b', 'default', 1, ['items', 1, 'items', 0]],
  ]);
});

test('a document may be a list of objects', () => {
  expect(identities('- {apiVersion: v1, kind: Pod}\n- 3\n')).toEqual([
    ['Pod', '', 'default', 0, [0]],
  ]);
});

test('what is no object, or of a kind that nobody reads, is passed over with a note', () => {
  const { notes } = read('a: 1\n---\n- 1\n---\n# x\n---\n{apiVersion: v1, kind: ConfigMap}\n');
  expect(notes.map(({ message, object }) => [message, object?.kind])).toEqual([
    ['passed over, as no Kubernetes object: it has no apiVersion and kind', undefined],
    ['passed over, as no Kubernetes object: it has no apiVersion and kind', undefined],
    ['passed over, as no rule reads it', 'ConfigMap'],
  ]);
});

test('no kind that a rule asks for is passed over', () => {
  const rules = ['rules', 'service', 'drain'].flatMap((folder) => {
    const path = resolve(__dirname, '../../../src/lint', folder);
    return readdirSync(path).map((file) => readFileSync(join(path, file), 'utf8'));
  });
  const asked = rules.flatMap((source) => [
    ...source.matchAll(/(?:kind [!=]== |case |found\()'([A-Z]\w+)'/g),
  ]);
  const kinds = [...new Set(asked.map(([, kind]) => kind))].filter(
    // What a toleration or a requirement says.
    (kind) => !['Exists', 'In', 'NotIn', 'DoesNotExist'].includes(kind),
  );
  expect(kinds).toContain('PodTemplate');
  // Those of the kinds that are read by their group too.
  const groups = [
    'apps',
    'autoscaling',
    'autoscaling.aibrix.ai',
    'gateway.networking.k8s.io',
    'karpenter.sh',
    'keda.sh',
    'leaderworkerset.x-k8s.io',
    'monitoring.coreos.com',
    'monitoring.googleapis.com',
    'networking.istio.io',
    'policy',
    'serving.kserve.io',
  ];
  const versions = ['v1', ...groups.map((group) => `${group}/v1`)];
  const isRead = (kind: string) =>
    versions.some((apiVersion) => {
      const { notes } = readObjects([{ apiVersion, kind, metadata: { name: 'a' } }], 'a.yaml');
      return notes.length === 0;
    });
  expect(kinds.filter((kind) => !isRead(kind))).toEqual([]);
});
