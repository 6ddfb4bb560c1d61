import type { PlanRequest } from '../../src/capacity/request';
import { recommendFor } from '../../src/plan/recommend';
import { recommendMarkdown } from '../../src/report/recommend-markdown';
import { doubledTable, recommendTable, remarks } from '../../src/report/recommend-rows';
import { must } from '../plan/requests';

const small: PlanRequest = {
  model: 'meta-llama/Llama-3.1-8B-Instruct',
  accelerator: 'L4',
  platform: { provider: 'aws' },
  traffic: { peakRequestsPerSecond: 10 },
  objectives: { timeToFirstTokenP95Ms: 4000, timePerOutputTokenP95Ms: 200 },
};
const plans = recommendFor(small);

describe('the table of recommendations', () => {
  test('has a column for each cost and one for what binds', () => {
    expect(recommendTable(plans).head).toEqual([
      '#',
      'choice',
      'format',
      'layout',
      'replicas',
      'GPUs',
      'USD/h',
      'mean',
      'USD/M out',
      'USD/M',
      'binds',
    ]);
  });

  test('marks the formats that somebody has to make, and says what does without', () => {
    const marked = recommendTable(plans).rows.filter(([, , format]) => format.endsWith('*'));
    expect(new Set(marked.map(([, , format]) => format))).toEqual(new Set(['int4 *']));
    expect(recommendMarkdown(plans)).toContain('\n\\* needs a checkpoint in that format');
    const [made] = plans.filter(({ choice }) => choice.quantization === 'int4');
    const ready = plans.filter(({ choice }) => choice.quantization !== 'int4');
    expect(remarks([made, ...ready]).join('\n')).toContain(
      `with weights that exist, number ${ready[0].recommendation.rank} is the cheapest`,
    );
    expect(remarks(ready).join()).not.toContain('with weights that exist');
  });

  test('says where a price is unknown, and that a plan misses the objectives', () => {
    const tight = { timePerOutputTokenP95Ms: 10 };
    const [, ...late] = recommendTable(
      recommendFor({ ...small, accelerator: undefined, objectives: tight }),
    ).rows;
    expect(late.at(-1)?.slice(-5)).toEqual([
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'misses the objectives',
    ]);
  });

  test('shows each term of twice the traffic with its ratio', () => {
    const { terms } = must(plans[0].recommendation.doubled);
    const spare = doubledTable(terms).rows.find(([name]) => name === '/fleet/spareReplicas');
    expect(spare?.slice(0, 4)).toEqual(['/fleet/spareReplicas', '1', '1', '× 1.00']);
    expect(doubledTable([{ quantity: '/q', once: 0, twice: 0, because: '' }]).rows[0][3]).toBe('');
  });
});
