import { firstSight, syncHpa } from '../../kube/hpa';
import { assumed } from '../service/assumed';
import { ask, type Question } from './ask';
import { fleetState, LARGEST_FLEET } from './fleet-state';
import type { ReplicaModel } from './replica-model';

/** The controller looks this often. */
const SYNC_SECONDS = assumed.hpaSyncSeconds;

/** A fleet that meets more load than it can answer, until the first new replica is there. */
export interface Growth {
  /** Replicas at the start, all Ready. */
  readonly from: number;
  /** That the load needs. */
  readonly needed: number;
  /** Of the moment in which the first new replica would be Ready. */
  readonly reached: number;
  /** What the trigger asked for then, whatever policies allow. */
  readonly asked: number;
  /** That wait then, on the whole fleet. */
  readonly waiting: number;
  readonly seconds: number;
}

/**
 * Load of `load` times what `from` replicas can answer comes at once and stays. Nothing that is
 * added helps before a cold start is over, so what waits grows all that time. Nothing where the
 * trigger cannot be asked.
 */
export function growth(
  question: Question,
  model: ReplicaModel,
  from: number,
  load: number,
): Growth | undefined {
  const { scaler, trigger } = question;
  const hpa = {
    minReplicas: scaler.minReplicas.value,
    maxReplicas: Math.min(scaler.maxReplicas.value, LARGEST_FLEET),
    behavior: scaler.behavior.value,
  };
  const metric = { type: trigger.metricType.value, target: trigger.threshold?.value ?? 0 };
  let replicas = from;
  let history = firstSight(0, from);
  let asked = from;
  for (let now = SYNC_SECONDS; now <= model.coldStartSeconds; now += SYNC_SECONDS) {
    const loadingReplicas = replicas - from;
    const state = fleetState(model, { replicas: from, load, lastsSeconds: now, loadingReplicas });
    const answer = ask(question, state);
    if (answer.kind !== 'replicas') return undefined;
    asked = answer.replicas;
    const decision = syncHpa(history, {
      hpa,
      now,
      specReplicas: replicas,
      statusReplicas: replicas,
      readyReplicas: from,
      metrics: [{ ...metric, value: answer.value }],
    });
    history = decision.state;
    replicas = decision.replicas;
  }
  const seconds = model.coldStartSeconds;
  const { waiting } = fleetState(model, { replicas: from, load, lastsSeconds: seconds });
  const needed = contentAt(question, model, from * load);
  return { from, needed, reached: replicas, asked, waiting: Math.round(waiting * from), seconds };
}

/** The fewest replicas with which the trigger asks for no more, once nothing waits. */
function contentAt(question: Question, model: ReplicaModel, work: number): number {
  const most = Math.min(question.scaler.maxReplicas.value, LARGEST_FLEET);
  for (let replicas = Math.ceil(work); replicas < most; replicas += 1) {
    const answer = ask(question, fleetState(model, { replicas, load: work / replicas }));
    if (answer.kind === 'replicas' && answer.replicas <= replicas) return replicas;
  }
  return most;
}
