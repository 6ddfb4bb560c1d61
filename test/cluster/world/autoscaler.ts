import { readFileSync } from 'node:fs';
import { firstSight, syncHpa } from '../../../src/kube/hpa';
import type { HpaBehavior, HpaHistory, HpaRules } from '../../../src/kube/hpa-behavior';
import { auditLog } from '../rig/control-plane';
import type { Answered } from '../rig/gate';
import type { Service } from './example';
import type { World } from './world';

/** One pass of the real autoscaler: what it read, and the replicas after it. */
export interface Sync {
  /** When it had its metric, milliseconds: the instant from which it counts windows and periods. */
  readonly at: number;
  readonly spec: number;
  readonly status: number;
  /** What the operator was told while the autoscaler waited; nothing when that failed. */
  readonly value?: number;
  /** The operator may have given up on the answer, and said what its fallback says instead. */
  readonly isLate: boolean;
  readonly written: number;
}

interface AuditEvent {
  readonly verb: string;
  readonly requestURI: string;
  readonly requestReceivedTimestamp: string;
  readonly stageTimestamp: string;
  readonly responseStatus: { readonly code: number };
  readonly requestObject?: { readonly spec: { readonly replicas?: number } };
  readonly responseObject?: {
    readonly spec?: { readonly replicas?: number };
    readonly status?: { readonly replicas: number };
  };
}

/** Every pass over a service so far, from the API server's record and the gate's. */
export async function syncsOf(world: World, service: Service): Promise<Sync[]> {
  const { metadata } = await world.cluster.read(service.scaler);
  const since = millis(metadata.creationTimestamp ?? '');
  const events = eventsOf(world, service).filter(
    ({ requestReceivedTimestamp }) => millis(requestReceivedTimestamp) >= since,
  );
  const { query } = service.scaler.spec.triggers[0].metadata;
  const answers = world.gate.answered.filter((answer) => answer.query === query);
  return events.flatMap((read, place) => {
    if (read.verb !== 'get' || !isScale(read)) return [];
    const rest = events.slice(place + 1);
    const next = rest.findIndex((event) => event.verb === 'get' && isScale(event));
    const pass = next < 0 ? rest : rest.slice(0, next);
    return next < 0 ? [] : [syncOf(read, pass, answers)];
  });
}

function syncOf(read: AuditEvent, pass: readonly AuditEvent[], answers: readonly Answered[]): Sync {
  const spec = read.responseObject?.spec?.replicas ?? 0;
  const asked = pass.find(({ requestURI }) => requestURI.includes('external.metrics.k8s.io'));
  const write = pass.find((event) => event.verb === 'update' && isScale(event));
  return {
    at: millis((asked ?? read).stageTimestamp),
    spec,
    status: read.responseObject?.status?.replicas ?? 0,
    value: asked && asked.responseStatus.code === 200 ? told(asked, answers) : undefined,
    isLate: asked !== undefined && secondsOf(asked) >= KEDA_TIMEOUT_SECONDS,
    written: write?.requestObject?.spec.replicas ?? spec,
  };
}

/** The last answer within the request: a failed one is asked again. */
function told(asked: AuditEvent, answers: readonly Answered[]): number | undefined {
  const [from, to] = [millis(asked.requestReceivedTimestamp), millis(asked.stageTimestamp)];
  return answers.filter(({ at }) => at >= from && at <= to + 5).at(-1)?.value;
}

/** KEDA waits so long for Prometheus. */
const KEDA_TIMEOUT_SECONDS = 3;

const secondsOf = ({ requestReceivedTimestamp, stageTimestamp }: AuditEvent): number =>
  (millis(stageTimestamp) - millis(requestReceivedTimestamp)) / 1000;

const millis = (timestamp: string): number => new Date(timestamp).getTime();
const isScale = ({ requestURI }: AuditEvent): boolean => /\/scale(\?|$)/.test(requestURI);

function eventsOf({ rig }: World, { namespace, name }: Service): AuditEvent[] {
  return readFileSync(auditLog(rig.folder), 'utf8')
    .split('\n')
    .filter((line) => line.includes(`/namespaces/${namespace}/`))
    .map((line): AuditEvent => JSON.parse(line))
    .filter(
      ({ requestURI }) =>
        requestURI.includes(`/${name}/scale`) ||
        requestURI.includes(`scaledobject.keda.sh%2Fname%3D${name}`),
    );
}

// The controller takes its time a moment after the answer, later on a busy machine; a window of
// 60 s and four passes of 15 s end within that moment of each other.
const INSTANT_SECONDS = [0, 0.1, -0.1];

/** Where the real autoscaler wrote something else than `src/kube` from the same inputs. */
export function disagreements(syncs: readonly Sync[], service: Service): string[] {
  const { triggers, advanced } = service.scaler.spec;
  const hpa = {
    minReplicas: service.minReplicas,
    maxReplicas: service.maxReplicas,
    behavior: behaviorOf(advanced.horizontalPodAutoscalerConfig.behavior),
  };
  let state: HpaHistory | undefined;
  return syncs.flatMap((sync) => {
    const { spec: specReplicas, status: statusReplicas, written } = sync;
    const decisions = valuesOf(sync, service).flatMap((value) =>
      INSTANT_SECONDS.map((late) => {
        const now = sync.at / 1000 + late;
        const metrics = [{ type: triggers[0].metricType, target: service.target, value }];
        const seen = { now, specReplicas, statusReplicas, readyReplicas: 0, metrics };
        return syncHpa(state ?? firstSight(now, specReplicas), { hpa, ...seen });
      }),
    );
    const decision = decisions.find(({ replicas }) => replicas === written) ?? decisions[0];
    state = decision.state;
    return decision.replicas === written
      ? []
      : [`${JSON.stringify(sync)}: computed ${decision.replicas}`];
  });
}

/** What KEDA may have answered: `currentReplicasIfHigher` of the fallback when it waited too long. */
function valuesOf(
  { value, isLate, spec }: Sync,
  { scaler, target }: Service,
): (number | undefined)[] {
  if (!isLate) return [value];
  return [value, target * Math.max(spec, scaler.spec.fallback?.replicas ?? 0)];
}

type WireRules = Omit<HpaRules, 'tolerance'> & { readonly tolerance?: string };

function behaviorOf(behavior: Record<'scaleUp' | 'scaleDown', WireRules>): HpaBehavior {
  const rules = ({ tolerance, ...rest }: WireRules): HpaRules => ({
    ...rest,
    ...(tolerance !== undefined && { tolerance: Number(tolerance) }),
  });
  return { scaleUp: rules(behavior.scaleUp), scaleDown: rules(behavior.scaleDown) };
}
