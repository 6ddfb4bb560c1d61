import { Chart } from 'cdk8s';
import * as fc from 'fast-check';
import { LlmInferenceService } from '../../src';
import { InvalidInput } from '../../src/violations';
import { platforms, services } from './generated';
import { chartOf } from './support';

/** Every value below an object with its path. */
function leaves(value: unknown, path = ''): [string, unknown][] {
  if (typeof value !== 'object' || value === null) return [[path, value]];
  return Object.entries(value).flatMap(([key, part]) => leaves(part, `${path}/${key}`));
}

const isNothing = (value: unknown) =>
  value === null || value === undefined || /\b(undefined|NaN|null|Infinity)\b/.test(String(value));

describe('any service', () => {
  let rendered = 0;

  test('is rendered whole or refused with its violations', () => {
    fc.assert(
      fc.property(platforms, services, (platform, props) => {
        const chart = chartOf(platform);
        try {
          new LlmInferenceService(chart, 'chat', props);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidInput);
          expect(chart.node.children).toEqual([]);
          return;
        }
        rendered += 1;
        for (const object of Chart.of(chart).toJson()) {
          expect(object).toMatchObject({
            apiVersion: expect.stringMatching(/^([a-z0-9.-]+\/)?v\d\w*$/),
            kind: expect.stringMatching(/^[A-Z]\w+$/),
            metadata: { name: expect.stringMatching(/^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/) },
          });
          expect(leaves(object).filter(([, value]) => isNothing(value))).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  }, 20_000);

  test('of these is rendered in one of six at least', () => {
    expect(rendered).toBeGreaterThan(10);
  });
});
