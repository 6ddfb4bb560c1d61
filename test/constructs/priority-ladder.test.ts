import { App, Chart } from 'cdk8s';
import { PriorityLadder, PriorityTier, ServingPlatform } from '../../src';
import { chartOf, type Fields, objectOf, refusal, serviceOf } from './support';

const classes = (chart: Chart): Fields[] => {
  new PriorityLadder(chart, 'priorities');
  return chart.toJson();
};

describe('a PriorityLadder', () => {
  test('writes five classes of the whole cluster, whatever the namespace of its chart', () => {
    const [critical, ...others] = classes(chartOf());
    expect(critical).toEqual({
      apiVersion: 'scheduling.k8s.io/v1',
      kind: 'PriorityClass',
      metadata: {
        name: 'llm-critical',
        labels: {
          'app.kubernetes.io/component': 'priority',
          'app.kubernetes.io/managed-by': 'cdk8s-llm',
          'app.kubernetes.io/name': 'llm-critical',
        },
      },
      value: 1_000_000,
      preemptionPolicy: 'PreemptLowerPriority',
      globalDefault: false,
      description: 'LLM services that others depend on.',
    });
    expect(
      others.map(({ metadata, preemptionPolicy }) => [metadata.name, preemptionPolicy]),
    ).toEqual([
      ['llm-online', 'PreemptLowerPriority'],
      ['llm-standard', 'PreemptLowerPriority'],
      ['llm-batch', 'Never'],
      ['llm-placeholder', 'Never'],
    ]);
    const bare = new Chart(new App(), 'bare');
    expect(classes(bare).every(({ metadata }) => !('namespace' in metadata))).toBe(true);
  });

  test('is declared once in an app', () => {
    const chart = chartOf();
    new PriorityLadder(chart, 'priorities');
    const other = new Chart(chart.node.root as App, 'other');
    expect(refusal(() => new PriorityLadder(other, 'again'))).toBe(
      "'id' (\"again\") must be the only ladder of an app, which has 'llm/priorities': drop it: classes are cluster-scoped, and tiers reach them from any chart",
    );
    expect(other.node.children).toEqual([]);
  });

  test('tells the class of a tier to pods that are not ours', () => {
    expect(PriorityLadder.classNameFor(PriorityTier.PLACEHOLDER)).toBe('llm-placeholder');
    expect(refusal(() => PriorityLadder.classNameFor('gold' as PriorityTier))).toContain(
      '\'tier\' ("gold") must be one of critical, online, standard, batch, placeholder',
    );
  });
});

describe('the tier of a service', () => {
  const classIn = (...args: Parameters<typeof serviceOf>) =>
    (objectOf(serviceOf(...args), 'LeaderWorkerSet') as Fields).spec.leaderWorkerTemplate
      .workerTemplate.spec.priorityClassName;
  const below = (defaults: Fields) => chartOf(ServingPlatform.custom({ defaults }));

  test('is the class of its pods', () => {
    expect(classIn({ tier: PriorityTier.ONLINE })).toBe('llm-online');
  });

  test('and a class are two ways to say one thing: the nearest layer is heard', () => {
    const tier = PriorityTier.BATCH;
    expect(classIn({}, below({ tier }))).toBe('llm-batch');
    expect(classIn({ priorityClassName: 'own' }, below({ tier }))).toBe('own');
    expect(classIn({ tier }, below({ priorityClassName: 'site' }))).toBe('llm-batch');
  });

  test('is refused beside a class of the same layer', () => {
    const both = { tier: PriorityTier.ONLINE, priorityClassName: 'own' };
    const allowed = "must be left out with 'tier', whose class is llm-online";
    expect(refusal(() => serviceOf(both))).toContain(`'priorityClassName' ("own") ${allowed}`);
    expect(refusal(() => below(both))).toContain(`'defaults.priorityClassName' ("own") ${allowed}`);
  });

  test('is one of the ladder', () => {
    expect(refusal(() => serviceOf({ tier: 'gold' as PriorityTier }))).toContain(
      '\'tier\' ("gold") must be one of critical,',
    );
  });
});
