import type { PlanAnswer } from '../../src/capacity/answer';
import { livenessProbe, readinessProbe } from '../../src/kube/probes';
import { renderService } from '../../src/manifests';
import * as constants from '../../src/manifests/constants';
import * as laws from '../../src/manifests/laws';
import type { ServiceSpec } from '../../src/manifests/service-spec';
import { type Part, planOf, platformOf, specOf } from './support';

// A plan in which no two numbers are alike: a number that was typed twice has no owner.

const primes = firstPrimesFrom(1009, 400);

function firstPrimesFrom(start: number, count: number): number[] {
  const found: number[] = [];
  for (let n = start; found.length < count; n++) {
    if (![...Array(Math.floor(Math.sqrt(n)) - 1).keys()].some((i) => n % (i + 2) === 0)) {
      found.push(n);
    }
  }
  return found;
}

/** Every number of a value replaced by the next prime. */
function marked<T>(value: T, next: () => number): T {
  if (typeof value === 'number') return next() as T;
  if (Array.isArray(value)) return value.map((item) => marked(item, next)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, marked(item, next)]),
  ) as T;
}

function markedPlan(nodes?: number): PlanAnswer {
  let index = 0;
  const plan = marked(
    planOf({
      choice: { engineArguments: ['--enable-expert-parallel'] },
      scaling: {
        recordings: [{ record: '', expression: '', labels: {}, intervalSeconds: 0, reason: '' }],
        floors: [{ start: '', end: '', timeZone: 'UTC', replicas: 0, desiredReplicas: 0 }],
        zero: { pollingSeconds: 0, idleSeconds: 0, wakeUpSeconds: 0 },
      },
    }),
    () => primes[index++],
  );
  const replica = plan.replica && { ...plan.replica, nodes: nodes ?? plan.replica.nodes };
  return { ...plan, replica };
}

/** Numbers of a value, and those inside its strings; a script is code and has its own test. */
function numbersOf(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  if (typeof value === 'string') return value.startsWith('import ') ? [] : numbersIn(value);
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(numbersOf);
}

// Not the digits of words: v1, eth0, python3, cdk8s.
function numbersIn(text: string): number[] {
  return [...text.matchAll(/(?<![\w.])\d+(?:\.\d+)?/g)].map(([digits]) => Number(digits));
}

const claim = { weights: { kind: 'claim', claimName: '', path: '' } } as const;

function allowedFor(plan: PlanAnswer): Set<number> {
  const { replica } = plan;
  if (!replica) throw new Error('a marked plan has a replica');
  return new Set([
    ...numbersOf(plan),
    laws.progressDeadlineSeconds(plan, claim),
    laws.livenessPeriodSeconds(plan),
    laws.livenessTimeoutSeconds(plan),
    laws.doNotDisruptMinutes(plan, claim),
    laws.gpusPerPod(replica),
    laws.evictablePods(plan),
    readinessProbe.periodSeconds,
    readinessProbe.failureThreshold,
    livenessProbe.failureThreshold,
    ...numbersOf(constants),
  ]);
}

const scrapeIntervalSeconds = 7;
const adapters = 11;
const noDigits: Part<ServiceSpec> = {
  engine: { image: 'vllm/vllm-openai:pinned' },
  planAnnotation: '{}',
  fabric: { kind: 'efa', resource: 'vpc.amazonaws.com/efa', resourceCount: adapters },
  clients: [{ namespaceLabels: { gateway: 'true' } }],
  monitorPeers: [{ namespaceLabels: { monitoring: 'true' } }],
};

describe('every number in the manifests is one of the plan, a named law of it or a listed constant', () => {
  const platform = platformOf({ metrics: { serverAddress: 'http://prometheus' } });

  test.each([
    ['a group of nodes', undefined, 'leader-worker-set'],
    ['a LeaderWorkerSet of single nodes', 1, 'leader-worker-set'],
    ['a Deployment', 1, 'deployment'],
  ] as const)('%s', (_, nodes, workload) => {
    const plan = markedPlan(nodes);
    const spec = specOf({ ...noDigits, workload });
    const allowed = allowedFor(plan).add(scrapeIntervalSeconds).add(adapters);
    const objects = renderService(plan, spec, platform, scrapeIntervalSeconds);
    const numbers = numbersOf(objects);
    expect(numbers.filter((number) => !allowed.has(number))).toEqual([]);
    expect(numbers.filter((number) => primes.includes(number)).length).toBeGreaterThan(20);
  });

  test('a number typed by hand would be found', () => {
    const plan = markedPlan(1);
    const spec = specOf({ ...noDigits, podAnnotations: { typed: 'after 42s' } });
    const objects = renderService(plan, spec, platform, scrapeIntervalSeconds);
    const allowed = allowedFor(plan).add(scrapeIntervalSeconds);
    expect(numbersOf(objects).filter((number) => !allowed.has(number))).toEqual([42]);
  });
});
