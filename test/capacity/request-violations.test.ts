import { violationsOf } from '../../src/capacity/request-violations';

const request = {
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  accelerator: 'H100-SXM',
  traffic: { peakRequestsPerSecond: 10, inputTokens: 500, outputTokens: 200 },
};
const paths = (part: object) => violationsOf({ ...request, ...part }).map(({ path }) => path);

describe('the violations of a request', () => {
  test('are none where it makes sense', () => {
    expect(paths({})).toEqual([]);
  });

  test('are those of the schema and those of sense', () => {
    expect(
      paths({
        traffic: { peakRequestsPerSecond: 10, meanRequestsPerSecond: 20, inputTokens: -1 },
        engine: { maxNumSeqs: 0 },
      }).sort(),
    ).toEqual(['/engine/maxNumSeqs', '/traffic/inputTokens', '/traffic/meanRequestsPerSecond']);
  });

  test('do not accuse what only follows from a broken value', () => {
    expect(paths({ traffic: { peakRequestsPerSecond: -1, meanRequestsPerSecond: 3 } })).toEqual([
      '/traffic/peakRequestsPerSecond',
    ]);
    expect(paths({ accelerator: { name: 'X' } })).not.toContain('/accelerator');
  });

  test('keep the places in a list', () => {
    const pins = [
      { quantity: '/replica/cpu', value: 'four', because: 'law' },
      { quantity: '/replica/nothing', value: 4, because: 'law' },
    ];
    expect(paths({ pins })).toEqual(['/pins/0/value']);
  });
});
