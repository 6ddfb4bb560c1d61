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
  const { notes } = read('a: 1\n---\n- 1\n---\n# x\n---\n{apiVersion: v1, kind: Secret}\n');
  expect(notes.map(({ message, object }) => [message, object?.kind])).toEqual([
    ['passed over, as no Kubernetes object: it has no apiVersion and kind', undefined],
    ['passed over, as no Kubernetes object: it has no apiVersion and kind', undefined],
    ['passed over, as no rule reads it', 'Secret'],
  ]);
});
