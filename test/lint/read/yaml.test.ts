import { parseYaml } from '../../../src/lint/read/yaml';

const content = (text: string) => {
  const parsed = parseYaml(text);
  return 'content' in parsed ? parsed.content : parsed.message;
};

const aliases = (levels: number): string =>
  Array.from({ length: levels }, (_, level) => {
    const items = level === 0 ? 'x' : `*a${level - 1}`;
    return `k${level}: &a${level} [${Array(10).fill(items).join(', ')}]`;
  }).join('\n');

test('dates stay text, and tags of other tools are passed over', () => {
  expect(content('a: 2024-01-01\nb: !vault x\nc: !!binary aGk=\nd: !x {e: 1}')).toEqual({
    a: '2024-01-01',
    b: 'x',
    c: 'aGk=',
    d: { e: 1 },
  });
});

test('the last of two equal keys counts, and merge keys are merged', () => {
  expect(content('a: 1\na: 2')).toEqual({ a: 2 });
  expect(content('a: &a {b: 1}\nc: {<<: *a, d: 2}')).toEqual({ a: { b: 1 }, c: { b: 1, d: 2 } });
});

test('JSON may be indented by tabs, and a tab may end a line of YAML', () => {
  expect(content('{\n\t"a": [1]\n}')).toEqual({ a: [1] });
  expect(content('type: LoadBalancer\t\nb: 1')).toEqual({ type: 'LoadBalancer', b: 1 });
});

test('a key called __proto__ is a key', () => {
  const parsed = content('__proto__: {polluted: 1}') as object;
  expect(Object.keys(parsed)).toEqual(['__proto__']);
  expect(({} as { polluted?: number }).polluted).toBeUndefined();
});

test('a broken document is named by line and column, from 1', () => {
  expect(parseYaml('a: 1\nb: [\n')).toMatchObject({ line: 3, column: 1 });
  expect(parseYaml('a: 1\n\tb: 2')).toMatchObject({ line: 2, column: 1 });
});

test('what nests too deep is refused, by brackets, by indentation and in JSON', () => {
  const deep = /^it nests deeper than 300 levels/;
  expect(content(`a: ${'['.repeat(1e5)}`)).toMatch(deep);
  expect(content(Array.from({ length: 2000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n'))).toMatch(
    deep,
  );
  expect(content(`${'{"a":'.repeat(400)}1${'}'.repeat(400)}`)).toMatch(deep);
  expect(content(`${'['.repeat(300)}${']'.repeat(300)}`)).toHaveLength(1);
});

test('aliases and merge keys that stand for too much are refused', () => {
  const many = /^it stands for more than a million values/;
  expect(content(aliases(5))).toMatchObject({ k4: expect.anything() });
  expect(content(aliases(7))).toMatch(many);
  expect(content(aliases(40))).toMatch(many);
  const base = `a: &a {${Array.from({ length: 1000 }, (_, i) => `k${i}: 1`).join(', ')}}`;
  expect(content(`${base}\nb:\n${'- <<: *a\n'.repeat(200)}`)).toMatch(many);
});

test('an anchor that contains itself is refused', () => {
  expect(content('a: &a {b: *a}')).toBe('an anchor contains itself: write the values out');
});

test('a placeholder that nobody filled in is named by its place', () => {
  expect(parseYaml('a: 1\nreplicas: {{REPLICAS}}\n')).toEqual({
    line: 2,
    column: 11,
    message: expect.stringContaining('a placeholder is not filled in'),
  });
  expect(content('a: "{{REPLICAS}}"')).toEqual({ a: '{{REPLICAS}}' });
});
