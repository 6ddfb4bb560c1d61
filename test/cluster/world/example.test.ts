import { Example, exampleNames } from './example';

const namespacesIn = (example: Example): string[] =>
  [
    ...JSON.stringify(example.objects).matchAll(/"namespace":"([^"]+)"|namespace=\\"([^"\\]+)/g),
  ].map(([, field, matcher]) => field ?? matcher);

describe('an example elsewhere', () => {
  test('has its objects and its queries in the other namespace', () => {
    const moved = Example.of('off-peak-batch').into('batch');
    expect(moved.namespaces).toEqual(['batch']);
    expect([...new Set(namespacesIn(moved))]).toEqual(['batch']);
    expect(moved.service.scaler.spec.triggers[0].metadata.query).toContain(
      'vllm:num_requests_running{namespace="batch",service="chat"}',
    );
  });

  test('has each of several namespaces where it is told', () => {
    const moved = Example.of('fast-cold-start').into({ serving: 'headroom', headroom: 'spare' });
    expect(moved.service.namespace).toBe('headroom');
    expect(
      moved.objects.find(({ metadata }) => metadata.name === 'warm-serving-chat'),
    ).toMatchObject({ kind: 'Deployment', metadata: { namespace: 'spare' } });
    expect([...new Set(namespacesIn(moved))].sort()).toEqual(['headroom', 'spare']);
  });

  test('with several namespaces does not guess', () => {
    expect(() => Example.of('fast-cold-start').into('elsewhere')).toThrow(
      '"fast-cold-start" has several namespaces: say where each goes',
    );
  });
});

describe('examples side by side in one cluster', () => {
  test('have the same objects where they share a name outside of namespaces', () => {
    const shared = exampleNames()
      .flatMap((name) => Example.of(name).objects)
      .filter(({ metadata }) => metadata.namespace === undefined);
    const versions = new Set(shared.map((object) => JSON.stringify(object)));
    const names = [...versions].map((text) => JSON.parse(text).metadata.name);
    expect(names.sort()).toEqual([
      'llm-batch',
      'llm-critical',
      'llm-online',
      'llm-placeholder',
      'llm-standard',
    ]);
  });
});
