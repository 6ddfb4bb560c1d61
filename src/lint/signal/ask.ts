import { metricProposal } from '../../kube/hpa';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import { type FleetState, LARGEST_FLEET } from './fleet-state';
import type { PlayedQuery } from './played-query';
import type { Neighbour } from './scope';

/** What a trigger makes of one state of the fleet. */
export type Asked =
  /** The number that its scaler reads, and the replicas that follow from it. */
  | { readonly kind: 'replicas'; readonly value: number; readonly replicas: number }
  /** No number: the scaler reports an error, and holds or falls back. */
  | { readonly kind: 'error'; readonly because: 'empty' | 'not-a-number' | 'several' | 'scalar' }
  /** The query has a part that is not played. */
  | { readonly kind: 'unknown' };

export interface Question {
  readonly scaler: ScalerView;
  readonly trigger: TriggerView;
  readonly query: PlayedQuery;
}

/** The replicas that a trigger asks for while so many run, before windows, policies and bounds. */
export function ask(question: Question, state: FleetState, neighbour?: Neighbour): Asked {
  const replicas = state.readyReplicas + state.loadingReplicas;
  if (replicas > LARGEST_FLEET) return { kind: 'unknown' };
  const read = readBy(question, state, neighbour);
  if (typeof read !== 'number') return read;
  const { trigger, scaler } = question;
  const proposed = metricProposal(
    { type: trigger.metricType.value, target: trigger.threshold?.value ?? 0, value: read },
    {
      hpa: {
        minReplicas: scaler.minReplicas.value,
        maxReplicas: scaler.maxReplicas.value,
        behavior: scaler.behavior.value,
      },
      now: 0,
      specReplicas: replicas,
      statusReplicas: replicas,
      readyReplicas: state.readyReplicas,
      metrics: [],
    },
  );
  return proposed === undefined
    ? { kind: 'error', because: 'empty' }
    : { kind: 'replicas', value: read, replicas: proposed };
}

/** KEDA reads one element, and 0 for none while `ignoreNullValues` holds; an HPA adds all up. */
function readBy(
  { scaler, trigger, query }: Question,
  state: FleetState,
  neighbour?: Neighbour,
): number | Asked {
  const answer = query.answerAt(state, neighbour);
  if (answer.kind === 'unknown') return { kind: 'unknown' };
  if (scaler.kind === 'hpa') {
    return answer.kind === 'scalar'
      ? answer.value
      : answer.samples.reduce((sum, one) => sum + one.value, 0);
  }
  if (answer.kind === 'scalar') return { kind: 'error', because: 'scalar' };
  const [sample, ...others] = answer.samples;
  if (others.length > 0) return { kind: 'error', because: 'several' };
  if (sample && Number.isFinite(sample.value)) return Math.max(0, sample.value);
  if (trigger.ignoreNullValues?.value ?? true) return 0;
  return { kind: 'error', because: sample ? 'not-a-number' : 'empty' };
}
