import type { RateCurve } from './load';
import { advance } from './queue';
import { emptyQueue, type QueueState, runningIn } from './queue-state';
import type { Replica } from './replica';

/** What the cluster says of a pod, and its labels of ours. */
export interface ObservedPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** `cdk8s-llm.dev/service`. */
  readonly service?: string;
  /** `cdk8s-llm.dev/role`. */
  readonly role?: string;
  readonly phase: string;
  readonly isReady: boolean;
  readonly isTerminating: boolean;
}

/** The engine of a pod that has loaded its model. */
export interface Engine {
  readonly pod: ObservedPod;
  readonly queue: QueueState;
  readonly startedAt: number;
}

/** All engines of one service, and the requests that none of them has any more. */
export interface ServiceState {
  readonly replica: Replica;
  readonly curve: RateCurve;
  readonly curveSince: number;
  readonly engines: readonly Engine[];
  /** Answered by pods that are gone. */
  readonly finishedBefore: number;
  /** Without a Ready pod a Service has no endpoint, and a connection to it is refused. */
  readonly refused: number;
  /** In flight on a pod when it went. */
  readonly lost: number;
}

/** What a scenario asserts on. */
export interface ServiceSample {
  readonly at: number;
  readonly ratePerSecond: number;
  readonly inFlight: number;
  readonly running: number;
  readonly waiting: number;
  /** Ready and not terminating: those that get requests. */
  readonly readyReplicas: number;
  readonly finished: number;
  readonly refused: number;
  readonly lost: number;
}

/** A service without pods. */
export function emptyService(replica: Replica, curve: RateCurve, now: number): ServiceState {
  return {
    replica,
    curve,
    curveSince: now,
    engines: [],
    finishedBefore: 0,
    refused: 0,
    lost: 0,
  };
}

/**
 * The service with the pods that the cluster has now. A leader has an engine from the first time
 * it is Ready until it is gone; what still ran on it then is lost.
 */
export function withPods(
  service: ServiceState,
  pods: readonly ObservedPod[],
  now: number,
): ServiceState {
  const before = new Map(service.engines.map((engine) => [engine.pod.uid, engine]));
  const engines = pods.flatMap((pod) => {
    const engine = before.get(pod.uid);
    if (engine) return [{ ...engine, pod }];
    if (pod.role !== 'leader' || !pod.isReady) return [];
    return [{ pod, queue: emptyQueue(seedOf(pod.uid)), startedAt: now }];
  });
  const kept = new Set(engines.map(({ pod }) => pod.uid));
  const gone = service.engines.filter(({ pod }) => !kept.has(pod.uid));
  return {
    ...service,
    engines,
    finishedBefore: service.finishedBefore + sum(gone, ({ queue }) => queue.finished),
    lost: service.lost + sum(gone, inFlightOn),
  };
}

/** The service `seconds` later: every pod that gets requests gets as many as any other. */
export function stepped(service: ServiceState, now: number, seconds: number): ServiceState {
  const { engines, replica, refused } = service;
  const rate = rateAt(service, now);
  const ready = engines.filter(getsRequests);
  return {
    ...service,
    engines: engines.map((engine) => {
      const own = getsRequests(engine) ? rate / ready.length : 0;
      return { ...engine, queue: advance(engine.queue, own, seconds, replica) };
    }),
    refused: ready.length > 0 ? refused : refused + rate * seconds,
  };
}

export function sampleOf(service: ServiceState, now: number): ServiceSample {
  const { engines, finishedBefore, refused, lost } = service;
  return {
    at: now,
    ratePerSecond: rateAt(service, now),
    inFlight: sum(engines, inFlightOn),
    running: sum(engines, ({ queue }) => runningIn(queue)),
    waiting: sum(engines, ({ queue }) => queue.waiting.length),
    readyReplicas: engines.filter(getsRequests).length,
    finished: finishedBefore + sum(engines, ({ queue }) => queue.finished),
    refused,
    lost,
  };
}

function rateAt({ curve, curveSince }: ServiceState, now: number): number {
  return curve(now - curveSince);
}

function getsRequests({ pod }: Engine): boolean {
  return pod.isReady && !pod.isTerminating;
}

function inFlightOn({ queue }: Engine): number {
  return runningIn(queue) + queue.waiting.length;
}

/** FNV-1a: the same pod has the same luck in every run. */
function seedOf(uid: string): number {
  return [...uid].reduce(
    (hash, letter) => Math.imul(hash ^ letter.charCodeAt(0), 0x01000193),
    0x811c9dc5 | 0,
  );
}

function sum<T>(all: readonly T[], value: (one: T) => number): number {
  return all.reduce((total, one) => total + value(one), 0);
}
