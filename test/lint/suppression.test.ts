import { lint } from '../../src/lint/lint';
import { RULES } from '../../src/lint/rules';
import { LINT_IGNORE } from '../../src/lint/suppression';
import { objectOf, ruleOf, viewOf } from './support';

const [known, other] = RULES;

/** What is found in one object with this annotation, where only the first rule finds something. */
function found(annotation: unknown, place: 'object' | 'template' = 'object') {
  const metadata = { name: 'chat', annotations: { [LINT_IGNORE]: annotation } };
  const content =
    place === 'object'
      ? { metadata, spec: {} }
      : { metadata: { name: 'chat' }, spec: { template: { metadata } } };
  const object = objectOf(content as never);
  const bystander = objectOf({ metadata: { name: 'other' } });
  const fires = ruleOf(known.id, () => [
    { object, path: ['spec'], message: 'fires' },
    { object: bystander, path: ['spec'], message: 'fires' },
  ]);
  const rules = [fires, ruleOf(other.id, () => [])];
  return lint(viewOf(object, bystander), rules).filter(({ object: at }) => at === object);
}

describe('an annotation with a reason', () => {
  test.each(['object', 'template'] as const)('on the %s silences the rule there', (place) => {
    expect(found(`${known.id}: built in CI`, place)).toEqual([]);
  });

  test('may name the rule by its words, or several rules with one reason', () => {
    expect(found(`${known.name}: built in CI`)).toEqual([]);
    expect(found(`${known.id.toLowerCase()}: built in CI`)).toEqual([]);
    expect(found(`${known.id}, ${other.id}: built in CI`).map(({ rule }) => rule)).toEqual(['R0']);
  });

  test('may have semicolons in its reason', () => {
    expect(found(`${known.id}: built in CI; see the ticket: 12`)).toEqual([]);
  });
});

describe('R0 is said of', () => {
  const messages = (annotation: unknown) =>
    found(annotation).map(({ rule, severity, path, message }) => {
      if (rule === 'R0') expect([severity, path.at(-1)]).toEqual(['warning', LINT_IGNORE]);
      return `${rule} ${message}`;
    });

  test('an exemption without a reason, which exempts nothing', () => {
    for (const text of [known.id, `${known.id}:`, `${known.id}: ; `]) {
      expect(messages(text)).toEqual([
        `R0 no reason is given for silencing ${known.id}, so ${known.id} still counts`,
        `${known.id} fires`,
      ]);
    }
  });

  test('a name that is of no rule', () => {
    for (const text of ['R999: why', 'ratio: why', 'we know what we do', 'true', true]) {
      expect(messages(text)[0]).toMatch(/^R0 '.*' is not a rule, so this silences nothing$/);
    }
  });

  test('itself, which nothing silences', () => {
    for (const name of ['R0', 'r0', 'suppression-has-reason']) {
      expect(messages(`${name}: we know`)[0]).toBe(
        `R0 '${name}' cannot be silenced: it judges the annotations that silence rules`,
      );
    }
  });

  test('an exemption that is no longer needed', () => {
    expect(messages(`${known.id}: built in CI; ${other.id}: until March`)).toEqual([
      `R0 ${other.id} finds nothing here, so this only hides its next finding`,
    ]);
  });

  test('none of a rule that was not asked', () => {
    const [, , third] = RULES;
    expect(messages(`${known.id}: built in CI; ${third.id}: until March`)).toEqual([]);
  });
});
