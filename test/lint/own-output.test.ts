import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import {
  LlmInferenceService,
  type LlmInferenceServiceProps,
  type ServingPlatform,
} from '../../src';
import { judged, type Verdict } from '../../src/lint/lint';
import { readFiles, readObjects } from '../../src/lint/read/read';
import type { LintView } from '../../src/lint/view/view';
import { findingLine } from '../../src/report/lint-line';
import { InvalidInput } from '../../src/violations';
import * as examples from '../../tools/examples';
import { platforms, services } from '../constructs/generated';
import { chartOf } from '../constructs/support';

/** What is found in services as they are asked for here, and not by a fault of ours. */
const ASKED_FOR: Readonly<Record<string, string>> = {
  R24: 'the quota of the site is any number; the plan warns of it too',
  R38: 'releases with open advisories are asked for by number',
};

const told = ({ findings, broken }: Verdict) => [
  ...findings.map(findingLine),
  ...broken.map(({ rule, message }) => `${rule} stopped: ${message}`),
];

const serves = ({ services, scalers }: LintView) => services.length > 0 && scalers.length > 0;

describe('an example is found to be right:', () => {
  test.each(examples.exampleNames())('%s', (name) => {
    const files = Object.entries(examples.readFiles(examples.expectedFolder(name)));
    const sources = files
      .filter(([file]) => file.endsWith('.yaml'))
      .map(([file, text]) => ({ file, text }));
    const { view, errors } = readFiles(sources);
    expect([errors, serves(view)]).toEqual([[], true]);
    expect(told(judged(view))).toEqual([]);
  });
});

describe('any service', () => {
  let rendered = 0;

  test('is found to be right', () => {
    let last: string[] = [];
    // The props of a counterexample fill pages; what was found names what is wrong.
    const { failed } = fc.check(
      fc.property(platforms, services, (platform, props) => {
        const found = foundIn(platform, props);
        if (found.length > 0) last = found;
        return found.length === 0;
      }),
      { numRuns: 60 },
    );
    expect(failed ? last : []).toEqual([]);
  }, 30_000);

  /** Nothing of a service that is refused. */
  function foundIn(platform: ServingPlatform, props: LlmInferenceServiceProps): string[] {
    const chart = chartOf(platform);
    try {
      new LlmInferenceService(chart, 'chat', props);
    } catch (error) {
      expect(error).toBeInstanceOf(InvalidInput);
      return [];
    }
    rendered += 1;
    const { view, errors } = readObjects(Chart.of(chart).toJson(), 'generated', platform._site());
    expect([errors, view.services.length]).toEqual([[], 1]);
    const verdict = judged(view);
    const findings = verdict.findings.filter(({ rule }) => !(rule in ASKED_FOR));
    return told({ ...verdict, findings });
  }

  test('of these is rendered in one of six at least', () => {
    expect(rendered).toBeGreaterThan(10);
  });
});
