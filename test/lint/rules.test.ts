import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { RULES } from '../../src/lint/rules';
import { SETS } from '../../src/lint/sets';
import { findingLine } from '../../src/report/lint-line';
import {
  judgedFixture,
  pages,
  severityOf,
  TOLD,
  titleOf,
  writtenPages,
} from '../../tools/lint-docs';

const SOURCES = resolve(__dirname, '../../src/lint/rules');
const FIXTURES = resolve(__dirname, 'rules');

const titled = TOLD.map((rule) => [titleOf(rule), rule] as const);

const doubled = (values: readonly string[]) =>
  values.filter((value, at) => values.indexOf(value) !== at);

describe('the rules', () => {
  test('have ids and names of their own', () => {
    expect(doubled(TOLD.map(({ id }) => id))).toEqual([]);
    expect(doubled(TOLD.map(({ name }) => name))).toEqual([]);
    expect(TOLD.filter(({ id }) => !/^R\d+$/.test(id))).toEqual([]);
    expect(TOLD.filter(({ name }) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(name))).toEqual([]);
  });

  test('are listed in the order of their ids', () => {
    const numbers = RULES.map(({ id }) => Number(id.slice(1)));
    expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
  });

  test('each have a file of their name, and no rule is left out of the list', () => {
    const files = readdirSync(SOURCES)
      .filter((file) => /: Rule\b/.test(readFileSync(join(SOURCES, file), 'utf8')))
      .map((file) => file.replace(/\.ts$/, ''));
    expect(files.filter((file) => file !== 'index').sort()).toEqual(
      RULES.map(({ name }) => name).sort(),
    );
  });

  test.each(titled)('%s says what holds, why, and where that is known from', (_, rule) => {
    const { sentence, why, fix, source } = rule;
    expect([sentence, why, fix, source].map((text) => text.trim() !== '')).not.toContain(false);
    expect(sentence).not.toContain('\n');
    expect(sentence.length).toBeLessThan(200);
  });

  test('of a set exist', () => {
    const ids = RULES.map(({ id }) => id);
    for (const [set, members] of Object.entries(SETS)) {
      expect({ set, unknown: members.filter((id) => !ids.includes(id)) }).toEqual({
        set,
        unknown: [],
      });
      expect({ set, doubled: doubled(members) }).toEqual({ set, doubled: [] });
      expect(members.length).toBeGreaterThan(0);
    }
  });
});

describe('the fixtures', () => {
  test('are two for each rule, and for none that does not exist', () => {
    const folders = readdirSync(FIXTURES, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name);
    expect(folders.sort()).toEqual(TOLD.map(titleOf).sort());
  });

  test.each(titled)('%s fires on firing.yaml and not on its twin', (_, told) => {
    const fired = judgedFixture(told, 'firing');
    expect(fired.broken).toEqual([]);
    expect(fired.findings.map(({ rule }) => rule)).toContain(told.id);

    const { findings, broken } = judgedFixture(told, 'twin');
    expect(broken).toEqual([]);
    const wrong = findings.filter(({ rule, severity }) => rule === told.id || severity === 'error');
    expect(wrong.map(findingLine)).toEqual([]);
  });
});

test('a page says where its example is milder than its rule', () => {
  expect(severityOf('error', ['error'])).toBe('error');
  expect(severityOf('error', ['warning', 'warning'])).toBe('error; a warning in this example');
  expect(severityOf('error', ['error', 'info'])).toBe('error; also an info in this example');
});

describe('docs/lint/', () => {
  const [wanted, written] = [pages(), writtenPages()];

  test('has a page for each rule and no other', () => {
    expect(Object.keys(written).sort()).toEqual(Object.keys(wanted).sort());
  });

  test.each(Object.keys(wanted))('%s is what tools/lint-docs.ts writes', (name) => {
    expect(written[name]?.split('\n')).toEqual(wanted[name].split('\n'));
  });
});
