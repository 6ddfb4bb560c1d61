import { judged, lint } from '../../src/lint/lint';
import { objectOf, ruleOf, viewOf } from './support';

const first = objectOf({ metadata: { name: 'one' }, spec: { b: 1, a: [2, 3] } });
const second = objectOf({ metadata: { name: 'two' } }, 'b.yaml');
const view = viewOf(first, second);

const told = (rules: Parameters<typeof lint>[1]) =>
  lint(view, rules).map(({ rule, object, path }) => `${rule} ${object.name}/${path.join('/')}`);

describe('findings', () => {
  test('carry the words of their rule, or those of the case', () => {
    const [plain, own] = lint(view, [
      ruleOf('R1', () => [
        { object: first, path: ['spec', 'b'], message: 'so' },
        { object: second, path: [], message: 'so', severity: 'info', fix: 'or this' },
      ]),
    ]);
    expect(plain).toMatchObject({ rule: 'R1', name: 'rule-r1', severity: 'error', fix: 'mend it' });
    expect(plain.source).toBe('measured');
    expect(own).toMatchObject({ severity: 'info', fix: 'or this' });
  });

  test('come in the order of objects, of lines and of rules by number', () => {
    const at = (id: string, path: (string | number)[], object = first) =>
      ruleOf(id, () => [{ object, path, message: id }]);
    expect(
      told([
        at('R10', ['spec', 'a', 1]),
        at('R2', ['spec', 'a', 1]),
        at('R1', [], second),
        at('R9', ['spec', 'a', 0]),
        at('R8', ['spec', 'b']),
        at('R7', ['spec', 'missing']),
        at('R6', ['spec']),
      ]),
    ).toEqual([
      'R6 one/spec',
      'R8 one/spec/b',
      'R9 one/spec/a/0',
      'R2 one/spec/a/1',
      'R10 one/spec/a/1',
      'R7 one/spec/missing',
      'R1 two/',
    ]);
  });

  test('are said once', () => {
    const problem = { object: first, path: ['spec'], message: 'so' };
    const other = { ...problem, message: 'and so' };
    expect(lint(view, [ruleOf('R1', () => [problem, { ...problem }, other])])).toHaveLength(2);
  });
});

describe('a rule that stops', () => {
  const broken = ruleOf('R1', () => {
    throw new TypeError('no such field');
  });
  const fine = ruleOf('R2', () => [{ object: first, path: [], message: 'so' }]);

  test('is told, and the others judge all the same', () => {
    const verdict = judged(view, [broken, fine]);
    expect(verdict.broken).toEqual([
      { rule: 'R1', name: 'rule-r1', message: 'TypeError: no such field' },
    ]);
    expect(verdict.findings.map(({ rule }) => rule)).toEqual(['R2']);
  });

  test('is an error where only findings are asked for', () => {
    expect(() => lint(view, [broken, fine])).toThrow('R1 rule-r1: TypeError: no such field');
  });
});
