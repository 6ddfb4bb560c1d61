import { CapacityPlan } from '../../src/plan/capacity-plan';
import { planRows } from '../../src/report/plan-rows';
import { planTable } from '../../src/report/plan-table';
import { Report } from '../../src/report/report';
import { chat, chat70b, must } from '../plan/requests';

const stated = {
  ...chat70b,
  traffic: {
    ...chat70b.traffic,
    meanRequestsPerSecond: 40,
    rampRequestsPerSecondPerMinute: 2,
    inputTokensP95: 1500,
    outputTokensP99: 1500,
  },
  objectives: { ...chat70b.objectives, spareReplicas: 1 },
  prices: { usdPerGpuHour: 3, source: 'contract' },
  measured: { coldStartSeconds: 600 },
};

describe('the rows of a plan', () => {
  const rows = planRows(chat(stated));
  const row = (what: string) => must(rows.find((each) => each.what === what));

  test('come in this order', () => {
    expect(rows.map(({ what }) => what)).toEqual([
      'weights a GPU',
      'KV cache a GPU',
      'KV cache',
      'empty step',
      'rate a replica',
      'in-flight target',
      'replicas at the peak',
      'replicas for growth',
      'minimum',
      'maximum',
      'cold start',
      'startup budget',
      'drain: propagation',
      'drain: requests',
      'CPU a pod',
      'memory a pod',
      'cost at the mean',
      'cost a million tokens',
    ]);
  });

  test('say a value with its unit, and the formula with its numbers', () => {
    expect(row('weights a GPU').value).toBe('16.5 GiB');
    expect(row('KV cache').value).toBe('1,391,456 tokens');
    expect(row('replicas at the peak')).toEqual({
      what: 'replicas at the peak',
      value: '7',
      reason: '100 / 15.2 requests/s, rounded up',
    });
    expect(row('cold start').value).toBe('600 s');
    expect(row('drain: requests')).toEqual({
      what: 'drain: requests',
      value: '46 s',
      reason: 'first token and 1500 tokens (p99) at the objectives',
    });
  });

  test('say what is not derived', () => {
    expect(row('cold start').reason).toMatch(/ \(measured\)$/);
    expect(row('cost at the mean').reason).toMatch(/ \(stated\)$/);
    expect(row('CPU a pod').reason).toMatch(/ \(assumed\)$/);
  });

  test('end with what the request left open', () => {
    const assumed = planRows(chat()).slice(-4);
    expect(assumed.map(({ what, value }) => `${what} ${value}`)).toEqual([
      'meanRequestsPerSecond 40',
      'rampRequestsPerSecondPerMinute 2',
      'inputVariation 0.96',
      'outputTokensP99 1500',
    ]);
    expect(assumed.every(({ reason }) => reason.endsWith(' (assumed)'))).toBe(true);
  });
});

describe('the table', () => {
  const table = planTable(chat({ ...stated, platform: { gpuQuota: 8 } }));

  test('is headed by what is served on what', () => {
    expect(table.split('\n').slice(0, 2)).toEqual([
      'chat: meta-llama/Llama-3.3-70B-Instruct, bf16, H100-SXM × 8 on aws/p5.48xlarge',
      '',
    ]);
  });

  test('is plain text that fits a terminal', () => {
    const lines = table.slice(0, table.indexOf('\nWarnings\n')).split('\n');
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(130);
    expect(table).not.toContain('\u001b');
    expect(lines.every((line) => line === line.trimEnd())).toBe(true);
  });

  test('ends with warnings and what the cluster needs', () => {
    expect(table).toMatch(/\nWarnings\n(.*\n)* {2}! quota-below-maximum: /);
    expect(table).toMatch(/\nThe cluster needs\n {2}· device plugin for nvidia\.com\/gpu\n/);
  });
});

test('a configuration that does not fit says so before any number', () => {
  const request = { ...chat70b, parallelism: { tensor: 1 } };
  const { missingGiBPerGpu, smallestChange } = chat(request).memory;
  const verdict = `${missingGiBPerGpu.toFixed(1)} GiB a GPU are missing; ${smallestChange}`;
  expect(planTable(chat(request)).split('\n')[1]).toBe(`DOES NOT FIT: ${verdict}`);
  expect(Report.plan(CapacityPlan.fromRequest(request))).toContain(
    `\n**Does not fit**: ${verdict}.\n`,
  );
});

describe('Markdown', () => {
  const markdown = Report.plan(CapacityPlan.fromRequest(stated));

  test('is the same whenever it is written', () => {
    expect(Report.plan(CapacityPlan.fromRequest(stated))).toBe(markdown);
    expect(markdown.endsWith('\n')).toBe(true);
    expect(markdown).not.toMatch(/undefined|NaN|\[object/);
  });

  test('has a section for everything that a review asks', () => {
    const sections = [...markdown.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
    expect(sections).toEqual(
      expect.arrayContaining(['Cold start', 'Signals', 'Warnings', 'The cluster needs']),
    );
  });

  test('has a table of three columns, whatever stands in a cell', () => {
    const because = 'a | b';
    const pinned = CapacityPlan.fromRequest({
      ...stated,
      pins: [{ quantity: '/fleet/minReplicas', value: 4, because }],
    });
    const cells = Report.plan(pinned)
      .split('\n')
      .filter((line) => line.startsWith('| '))
      .map((line) => line.replaceAll('\\|', '').split('|').length);
    expect(new Set(cells)).toEqual(new Set([5]));
    expect(Report.plan(pinned)).toContain('pinned because a \\| b');
  });

  test('names what was considered and lost', () => {
    const { parallelism: _p, ...open } = stated;
    const each = Report.plan(CapacityPlan.fromRequest(open));
    expect(each).toContain('\n## Rejected\n\n- aws/p5.');
    expect(each).toContain('does not fit: ');
  });
});
