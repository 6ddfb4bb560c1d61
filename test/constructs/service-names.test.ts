import { App, Chart } from 'cdk8s';
import { Construct } from 'constructs';
import * as fc from 'fast-check';
import { LlmInferenceService, ServingPlatform } from '../../src';
import { chartOf, propsOf, refusal, serviceOf } from './support';

const named = (id: string, scope: Construct = chartOf(), name?: string) =>
  new LlmInferenceService(scope, id, propsOf({ name })).name;

describe('the name of a service', () => {
  test.each([
    ['chat', 'chat'],
    ['Qwen2.5-72B-Instruct', 'qwen2-5-72b-instruct'],
    ['meta-llama/Llama-3.1-70B', 'meta-llama-llama-3-1-70b'],
  ])('comes from its id: %s is %s', (id, name) => {
    expect(named(id)).toBe(name);
  });

  test('is a DNS-1035 label of at most 49 characters for any id', () => {
    // `constructs` takes `valueOf` and its like for a child that is there already.
    const ids = fc
      .string({ minLength: 1, maxLength: 80, unit: 'grapheme' })
      .filter((id) => !(id in {}));
    fc.assert(
      fc.property(ids, (id) => {
        expect(named(id)).toMatch(/^[a-z]([-a-z0-9]{0,47}[a-z0-9])?$/);
      }),
      { numRuns: 40 },
    );
  });

  test('stays when the construct moves to another parent', () => {
    const chart = chartOf();
    expect(named('chat', new Construct(chart, 'team-a'))).toBe('chat');
    expect(named('chat', new Construct(chartOf(), 'team-b'))).toBe('chat');
  });

  test('may be stated', () => {
    expect(named('chat', chartOf(), 'assistant')).toBe('assistant');
  });

  test('has at most 39 characters under Kueue', () => {
    const kueue = ServingPlatform.custom({ kueue: true });
    const long = 'a'.repeat(40);
    expect(named(long, chartOf(kueue))).toHaveLength(39);
    expect(refusal(() => serviceOf({ name: long }, chartOf(kueue)))).toContain(
      'must be at most 39 characters',
    );
    expect(() => serviceOf({ name: long }, chartOf())).not.toThrow();
  });
});

describe('several services', () => {
  test('live in one chart under their own names', () => {
    const chart = chartOf();
    named('chat', chart);
    named('code', chart);
    const names = chart.toJson().map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names).toContain('LeaderWorkerSet/code');
  });

  test('of one name in one namespace are refused, and the advised name is accepted', () => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: 'serving' }));
    named('chat', a);
    const message = refusal(() => named('chat', b));
    expect(message).toBe(
      "b/chat is refused:\n'name' (\"chat\") must be another than that of 'a/chat' in the same namespace: state another, e.g. name: 'chat-b'",
    );
    expect(named('chat', b, 'chat-b')).toBe('chat-b');
  });

  test('of which one is named like a replica of the other are refused, in either order', () => {
    const message = (first: string, second: string) => {
      const chart = chartOf();
      named(first, chart);
      return refusal(() => named(second, chart));
    };
    expect(message('chat', 'chat-1')).toContain(
      "'name' (\"chat-1\") must be another than 'chat' (llm/chat) with a number: replicas have such names, and one is taken for the other: state another, e.g. name: 'chat-1-b'",
    );
    expect(message('chat-1', 'chat')).toContain(
      "'name' (\"chat\") must be another than 'chat-1' (llm/chat-1) with a number",
    );
  });

  test('of which one is named like a replica of the other take the advised name', () => {
    const chart = chartOf();
    const names = ['chat', 'chat-1-b', 'chat-b', 'chatter-1', 'chat-1b'];
    expect(names.map((id) => named(id, chart))).toEqual(names);
    const other = new Chart(chart.node.root, 'other', { namespace: 'other' });
    expect(named('chat-1', other)).toBe('chat-1');
  });

  test('of one long name are refused with a shorter one, which is accepted', () => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: 'serving' }));
    const long = 'a'.repeat(49);
    named(long, a);
    const message = refusal(() => named(long, b));
    const [, advised] = /e\.g\. name: '([^']+)'$/.exec(message) ?? [];
    expect(advised).toMatch(/^a{28}-[0-9a-f]{6}$/);
    expect(named('chat', b, advised)).toBe(advised);
  });

  test('of one name live in two namespaces', () => {
    const app = new App();
    const [a, b] = ['a', 'b'].map((id) => new Chart(app, id, { namespace: id }));
    expect([named('chat', a), named('chat', b)]).toEqual(['chat', 'chat']);
  });

  test('have the plans they would have alone, in whatever order they are declared', () => {
    const ids = ['chat', 'code', 'batch'];
    const traffic = { chat: 20, code: 5, batch: 40 } as Record<string, number>;
    const plans = (order: string[]) => {
      const chart = chartOf();
      const entries = order.map((id) => {
        const props = propsOf({ traffic: { peakRequestsPerSecond: traffic[id] } });
        return [id, new LlmInferenceService(chart, id, props).plan.toJson()];
      });
      return Object.fromEntries(entries);
    };
    const expected = plans(ids);
    const orders = fc.shuffledSubarray(ids, { minLength: 1 });
    fc.assert(
      fc.property(orders, (order) => {
        for (const [id, plan] of Object.entries(plans(order))) expect(plan).toEqual(expected[id]);
      }),
      { numRuns: 6 },
    );
  });
});
