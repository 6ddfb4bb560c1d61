import type { ColdStartPlan, FleetPlan, FloorPlan } from '../capacity/answer';
import { kubernetesVersionOf } from '../capacity/defaults';
import type { FleetSizes } from '../capacity/fleet';
import { type Ledger, round } from '../capacity/ledger';
import type { FloorRequest } from '../capacity/request';
import type { PlanInputs } from '../capacity/resolve';
import { askedForFloor } from '../kube/hpa-floor';
import { historyFloors } from '../scaling/history-floors';
import { timeToScaleSeconds } from './timing';

/** What of the plan decides a floor. */
interface FloorInputs {
  readonly sizes: FleetSizes;
  readonly fleet: FleetPlan;
  readonly coldStart: ColdStartPlan;
}

/** Windows with a minimum of their own: stated ones, then those that the trace asks for. */
export function floorsSection(inputs: PlanInputs, plan: FloorInputs, ledger: Ledger): FloorPlan[] {
  const stated = inputs.request.scaling?.floors ?? [];
  const all = [...stated, ...measuredFloors(inputs, plan, ledger, stated.length)];
  const version = kubernetesVersionOf(inputs.request);
  const floors = all.map((floor, i) => {
    const desiredReplicas = ledger.settle(
      `/scaling/floors/${i}/desiredReplicas`,
      askedForFloor(floor.replicas, version),
      {
        unit: 'replicas',
        kind: 'derived',
        formula: `the least by which the HPA of Kubernetes ${version} reaches ${floor.replicas}`,
        source: 'what lies within its tolerance is no step to it: 10 % before 1.35, then none',
      },
    );
    return { ...floor, desiredReplicas };
  });
  deadZone(floors, version, ledger);
  return floors;
}

function deadZone(floors: readonly FloorPlan[], version: string, ledger: Ledger): void {
  const raised = floors.find(({ replicas, desiredReplicas }) => desiredReplicas > replicas);
  if (!raised) return;
  ledger.warn(
    'floor-in-dead-zone',
    '/scaling/floors',
    `on Kubernetes ${version} the HPA takes a tenth less for enough, so the floor of ${raised.replicas} asks for ${raised.desiredReplicas}, and that many may run`,
    'move to 1.35, where floors are exact',
  );
}

function measuredFloors(
  inputs: PlanInputs,
  { sizes, fleet, coldStart }: FloorInputs,
  ledger: Ledger,
  before: number,
): FloorRequest[] {
  const timeZone = inputs.request.scaling?.floorsFromHistory?.timeZone;
  const { hours, start, source = '' } = inputs.history ?? {};
  if (timeZone === undefined || !hours) return [];
  const floors = historyFloors({
    hours,
    start,
    timeZone,
    scaleRate: sizes.scaleRate,
    minReplicas: fleet.minReplicas,
    maxReplicas: fleet.maxReplicas,
    timeToScaleSeconds: timeToScaleSeconds(inputs, coldStart.seconds),
    growthReplicas: sizes.growthReplicas,
  });
  for (const [i, { replicas }] of floors.entries()) {
    ledger.settle(`/scaling/floors/${before + i}/replicas`, replicas, {
      unit: 'replicas',
      kind: 'measured',
      formula: `the busiest of these hours at ${round(sizes.scaleRate)} requests/s a replica`,
      source,
    });
  }
  return floors;
}
