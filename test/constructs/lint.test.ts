import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { ApiObject, App, Chart } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { Lint } from '../../src';
import * as linter from '../../src/lint/lint';
import { chartOf, serviceOf } from './support';

const FIXTURES = resolve(__dirname, '../lint/rules/R64-trigger-can-fire');

/** A chart with the objects of a manifest that is none of ours. */
function foreign(name: 'firing' | 'twin'): Chart {
  const chart = new Chart(new App(), 'serving', { namespace: 'serving' });
  parseAllDocuments(readFileSync(resolve(FIXTURES, `${name}.yaml`), 'utf8')).forEach((one, i) => {
    new ApiObject(chart, `object-${i}`, one.toJS());
  });
  return chart;
}

/** What synthesis is refused for, line by line. */
function refused(chart: Chart): string[] {
  try {
    App.of(chart).synthYaml();
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

describe('Lint.enforce', () => {
  test('fails the synthesis with the rule, the place, the numbers and the fix', () => {
    const chart = foreign('firing');
    expect(refused(chart)).toEqual([]);
    Lint.enforce(chart);
    const [line] = refused(chart);
    expect(line).toMatch(
      /^ {2}\[serving\] R64 trigger-can-fire: ScaledObject serving\/chat \/spec\/triggers\/0\/metadata\/threshold: .*\(.*asks for.*\): write a threshold/,
    );
  });

  test('judges all that is below an app', () => {
    const chart = foreign('firing');
    Lint.enforce(App.of(chart));
    expect(refused(chart)[0]).toMatch(/^ {2}\[\] R64 /);
  });

  test('lets pass what is right, and our own services', () => {
    const right = foreign('twin');
    Lint.enforce(right);
    expect(refused(right)).toEqual([]);

    const own = chartOf();
    serviceOf({}, own);
    Lint.enforce(own);
    expect(refused(own)).toEqual([]);
  });

  test('lets pass what is exempt with a reason', () => {
    const chart = foreign('firing');
    Lint.enforce(chart);
    for (const object of chart.apiObjects.filter(({ kind }) => kind === 'ScaledObject')) {
      object.metadata.addAnnotation('cdk8s-llm.dev/lint-ignore', 'R64: two is all we have');
    }
    expect(refused(chart)).toEqual([]);
  });

  test('fails where a rule could not judge', () => {
    const chart = foreign('twin');
    Lint.enforce(chart);
    jest.spyOn(linter, 'judged').mockReturnValueOnce({
      findings: [],
      broken: [{ rule: 'R7', name: 'gauge-has-no-rate', message: 'TypeError: x' }],
    });
    expect(refused(chart)).toEqual([
      '  [serving] R7 gauge-has-no-rate: could not judge: TypeError: x',
    ]);
  });
});

test('whoever enforces nothing does not load the linter', () => {
  jest.isolateModules(() => {
    const loaded = () => {
      throw new Error('loaded');
    };
    for (const entry of ['lint/lint', 'lint/read/read', 'lint/rules/index', 'report/lint-located'])
      jest.doMock(`../../src/${entry}`, loaded);
    const library = require('../../src') as typeof import('../../src');
    const chart = new Chart(new App(), 'serving');
    expect(() => library.Lint.enforce(chart)).not.toThrow();
    expect(() => App.of(chart).synthYaml()).toThrow('loaded');
  });
});
