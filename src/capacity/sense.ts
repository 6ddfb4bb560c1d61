import type { AcceleratorRow } from '../facts/accelerator-rows';
import type { ModelGeometry } from '../facts/model/geometry';
import type { NodeRow } from '../facts/node-rows';
import type { Violation } from '../violations';
import { cacheViolations } from './cache-sense';
import { engineViolations } from './engine-sense';
import { lengthsOf } from './lengths';
import { parallelismViolations } from './parallelism-sense';
import type { PlanRequest, TrafficRequest } from './request';
import { scalingViolations } from './scaling-sense';
import { zeroViolations } from './zero-sense';

/** Contradictions inside a request that no schema sees. */
export function requestViolations(
  request: PlanRequest,
  model: ModelGeometry | undefined,
  accelerator: AcceleratorRow | undefined,
  node: NodeRow | undefined,
): Violation[] {
  return [
    ...trafficViolations(request),
    ...operatingPointViolations(request),
    ...lengthViolations(request, model),
    ...cacheViolations(request, node),
    ...engineViolations(request),
    ...(model ? parallelismViolations(request.parallelism ?? {}, model) : []),
    ...(accelerator ? placementViolations(request, accelerator, node) : []),
    ...scalingViolations(request),
    ...zeroViolations(request),
  ];
}

function trafficViolations({ traffic }: PlanRequest): Violation[] {
  if (!traffic) return [];
  const { inputTokens, outputTokens } = lengthsOf(traffic);
  const pairs: [string, number | undefined, string, number | undefined][] = [
    [
      'meanRequestsPerSecond',
      traffic.meanRequestsPerSecond,
      'peakRequestsPerSecond',
      peakOf(traffic),
    ],
    ['inputTokens', inputTokens, 'inputTokensP95', traffic.inputTokensP95],
    ['outputTokens', outputTokens, 'outputTokensP99', traffic.outputTokensP99],
  ];
  return pairs
    .filter(([, less, , more]) => less !== undefined && more !== undefined && less > more)
    .map(([small, less, large, more]) => ({
      path: `/traffic/${small}`,
      value: less,
      allowed: `at most ${large} (${more})`,
      fix: `raise ${large} or lower ${small}`,
    }));
}

function peakOf({ peakRequestsPerSecond, history }: TrafficRequest): number | undefined {
  const measured = typeof history === 'object' ? history.peakRequestsPerSecond : undefined;
  return peakRequestsPerSecond ?? measured;
}

function operatingPointViolations({ operatingPoint }: PlanRequest): Violation[] {
  if (!operatingPoint) return [];
  const { concurrency, requestsPerSecond, numPrompts } = operatingPoint;
  if ([concurrency, requestsPerSecond, numPrompts].some((stated) => stated !== undefined))
    return [];
  return [
    {
      path: '/operatingPoint',
      value: operatingPoint,
      allowed: 'concurrency, requestsPerSecond or numPrompts, or several of them',
      fix: 'concurrency asks for a closed loop, requestsPerSecond for an open one, numPrompts alone for a burst',
    },
  ];
}

function lengthViolations(
  { engine, traffic, operatingPoint }: PlanRequest,
  model?: ModelGeometry,
): Violation[] {
  const stated = engine?.maxModelLen;
  const limit = model?.statesNoContext ? undefined : model?.maxContextTokens;
  const longest = stated ?? limit;
  if (longest === undefined) return [];
  const lengths = {
    '/traffic': traffic && lengthsOf(traffic),
    // A benchmark may override what the model is made for, and then no length is known.
    '/operatingPoint': stated === undefined ? undefined : operatingPoint,
  };
  return Object.entries(lengths).flatMap(([path, stated]) =>
    stated && stated.inputTokens + stated.outputTokens > longest
      ? [
          {
            path: `${path}/inputTokens`,
            value: stated.inputTokens,
            allowed: `at most ${longest} together with outputTokens (${stated.outputTokens})`,
            fix: 'shorten them, raise engine.maxModelLen or choose a model with a longer context',
          },
        ]
      : [],
  );
}

function placementViolations(
  { workload, parallelism }: PlanRequest,
  accelerator: AcceleratorRow,
  node: NodeRow | undefined,
): Violation[] {
  if (!node) return [];
  const violations: Violation[] = [];
  if (node.accelerator !== '' && node.accelerator !== accelerator.id) {
    violations.push({
      path: '/node',
      value: node.id,
      allowed: `a node with ${accelerator.id}`,
      fix: `leave 'accelerator' out or state ${node.accelerator}`,
    });
  }
  const { tensor = 1, pipeline = 1, data = 1 } = parallelism ?? {};
  if (workload === 'deployment' && tensor * pipeline * data > node.gpus) {
    violations.push({
      path: '/workload',
      value: workload,
      allowed: `leader-worker-set: a replica of ${tensor * pipeline * data} GPUs does not fit a node of ${node.gpus}`,
      fix: "state 'leader-worker-set' or leave it out",
    });
  }
  return violations;
}
