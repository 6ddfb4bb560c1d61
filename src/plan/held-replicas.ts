import type { FleetPlan, ReplicaPlan } from '../capacity/answer';
import type { Candidate } from '../capacity/candidate';
import { kubernetesVersionOf } from '../capacity/defaults';
import type { Load, ReplicaRates } from '../capacity/load';
import type { PlanInputs } from '../capacity/resolve';
import { metricProposal } from '../kube/hpa';
import { hpaTolerance } from '../scaling/behavior';
import { inFlightAt, noiseShare } from './fleet-section';

/**
 * Replicas at which the scaler comes to rest under a constant rate: the first count whose
 * requests in flight ask for no more than itself.
 */
export function heldReplicas(
  inputs: PlanInputs,
  candidate: Candidate,
  load: Load,
  rates: ReplicaRates,
  replica: ReplicaPlan,
  fleet: Pick<FleetPlan, 'minReplicas' | 'maxReplicas'>,
  requestsPerSecond: number,
): number {
  const { maxReplicas } = fleet;
  // Whoever is served at all is served by a replica.
  const minReplicas = Math.max(1, fleet.minReplicas);
  const tolerance = hpaTolerance(kubernetesVersionOf(inputs.request));
  const behavior = { scaleUp: { tolerance }, scaleDown: { tolerance } };
  for (let replicas = minReplicas; replicas < maxReplicas; replicas++) {
    const rate = requestsPerSecond / replicas;
    // The stabilization window keeps the highest reading, so noise counts.
    const each =
      inFlightAt(inputs, candidate, load, rates, rate) +
      noiseShare(inputs, candidate, load, rates, rate, replicas);
    const metric = {
      type: 'AverageValue',
      target: replica.inFlightScaleTarget,
      value: each * replicas,
    };
    const asked = metricProposal(metric, {
      hpa: { minReplicas, maxReplicas, behavior },
      now: 0,
      specReplicas: replicas,
      statusReplicas: replicas,
      readyReplicas: replicas,
      metrics: [metric],
    });
    if (asked !== undefined && asked <= replicas) return replicas;
  }
  return maxReplicas;
}
