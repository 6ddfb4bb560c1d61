import { gpuPrice } from '../capacity/cost';
import { growthOver } from '../capacity/growth';
import { IMAGES_DURING_UPGRADE, imagesGiB } from '../capacity/image-disk';
import { counted, type Ledger, round } from '../capacity/ledger';
import { GIB } from '../capacity/memory';
import type { PlanInputs } from '../capacity/resolve';
import type { Settled } from './scaling-section';
import { graphWarnings } from './startup-section';
import { timeToScaleSeconds } from './timing';

/** What a fleet allows and a reviewer should still hear about. */
export function fleetWarnings(inputs: PlanInputs, plan: Settled, ledger: Ledger): void {
  quota(inputs, plan, ledger);
  belowPeak(plan, ledger);
  abovePeak(inputs, plan, ledger);
  growthPastPeak(inputs, plan, ledger);
  idleSlots(inputs, plan, ledger);
  cutTail(inputs, plan, ledger);
  disk(inputs, plan, ledger);
  sharedNodes(inputs, plan, ledger);
  graphWarnings(inputs, plan, ledger);
}

function quota({ request }: PlanInputs, { fleet }: Settled, ledger: Ledger): void {
  const limit = request.platform?.gpuQuota;
  const most = Math.max(fleet.gpusAtMax, fleet.gpusDuringRollout);
  if (limit === undefined || most <= limit) return;
  ledger.warn(
    'quota-below-maximum',
    '/platform/gpuQuota',
    `the maximum takes ${most} GPUs during a roll-out, the quota is ${limit}`,
    `raise the quota to ${most} or pin /fleet/maxReplicas`,
  );
}

function belowPeak({ fleet, sizes }: Settled, ledger: Ledger): void {
  if (fleet.maxReplicas >= sizes.replicasAtPeak) return;
  ledger.warn(
    'maximum-below-peak',
    '/fleet/maxReplicas',
    `${counted(fleet.maxReplicas, 'replica')} at most, ${sizes.replicasAtPeak} are needed at the peak with its spares`,
    `raise the maximum to ${sizes.replicasAtPeak}`,
  );
}

/** Without a pin on the maximum, a minimum or a floor raises it, and nobody said that it should. */
function abovePeak(inputs: PlanInputs, plan: Settled, ledger: Ledger): void {
  const { request } = inputs;
  const { fleet, sizes, candidate } = plan;
  if (ledger.pinned('/fleet/maxReplicas') !== undefined) return;
  const price = gpuPrice(request.prices, candidate.node, inputs.accelerator);
  const floors = request.scaling?.floors ?? [];
  const kept: [string, number][] = [
    ['/fleet/minReplicas', fleet.minReplicas],
    ...floors.map(({ replicas }, i): [string, number] => [`/scaling/floors/${i}`, replicas]),
  ];
  for (const [path, replicas] of kept.filter(([, count]) => count > sizes.maxReplicas)) {
    const gpus = (replicas - sizes.maxReplicas) * candidate.gpus;
    const usd = price ? `, ${round(gpus * price.usdPerGpuHour)} USD/h` : '';
    ledger.warn(
      'floor-above-peak',
      path,
      `${counted(replicas, 'replica')} are kept, the peak and its growth take ${sizes.maxReplicas}: the maximum is ${fleet.maxReplicas}, and ${counted(gpus, 'GPU')}${usd} carry no load that was stated`,
      `lower it to ${sizes.maxReplicas}, or pin /fleet/maxReplicas to ${fleet.maxReplicas} where it is meant`,
    );
  }
}

function growthPastPeak(inputs: PlanInputs, { load, coldStart }: Settled, ledger: Ledger): void {
  const growth = growthOver(load.growth, timeToScaleSeconds(inputs, coldStart.seconds));
  if (load.growth.kind !== 'stated' || growth <= load.peak / 4) return;
  ledger.warn(
    'growth-past-peak',
    '/traffic/rampRequestsPerSecondPerMinute',
    `the ramp adds ${round(growth)} requests/s while a replica starts, on top of the peak of ${round(load.peak)}; the plan pays for it, up to twice the peak`,
    'state a ramp that lasts that long, or a peak that includes it and no ramp',
  );
}

function idleSlots({ engine }: PlanInputs, { rates }: Settled, ledger: Ledger): void {
  const { state } = rates.limit;
  const inFlight = state ? state.inFlight + rates.slots.deviations * state.inFlightDeviation : 0;
  if (engine.maxNumSeqs <= 256 || inFlight <= 0 || inFlight >= 256) return;
  ledger.warn(
    'max-num-seqs-larger-than-needed',
    '/engine/maxNumSeqs',
    `${round(inFlight)} sequences at the objectives, ${engine.maxNumSeqs} allowed: the sampler reserves memory for all of them`,
    'state engine.maxNumSeqs 256',
  );
}

function cutTail({ model }: PlanInputs, { load, candidate }: Settled, ledger: Ledger): void {
  const longest = load.inputTokens + load.outputTokensP99;
  const { maxModelLen } = candidate.memory;
  if (!model || longest <= maxModelLen) return;
  ledger.warn(
    'tail-longer-than-context',
    '/engine/maxModelLen',
    `prompt and 99th-percentile answer are ${round(longest)} tokens, the context is ${maxModelLen}`,
    'raise engine.maxModelLen or the memory behind it; longer answers are cut',
  );
}

/** Old and new image lie side by side during an upgrade, and weights beside them. */
function disk({ request }: PlanInputs, { candidate, replica }: Settled, ledger: Ledger): void {
  const { node, weights } = candidate;
  const asImage = request.caches?.weights === 'image' ? weights.checkpointBytes / GIB : 0;
  const needed = imagesGiB(IMAGES_DURING_UPGRADE, asImage) + replica.diskGiB;
  if (needed <= node.diskGiB) return;
  const onDisk = ['none', 'image'].includes(request.caches?.weights ?? 'none');
  const fix = onDisk ? 'enlarge the disk, or keep the weights on a claim' : 'enlarge the disk';
  if (replica.diskGiB > node.diskGiB) {
    ledger.warn(
      'pod-exceeds-disk',
      '/node',
      `a pod asks for ${replica.diskGiB} GiB of disk and never starts on ${node.id}, which has ${node.diskGiB} GiB`,
      fix,
    );
    return;
  }
  ledger.warn(
    'disk-too-small',
    '/node',
    `two images and a pod take ${needed} GiB of disk, ${node.id} has ${node.diskGiB} GiB`,
    fix,
  );
}

/** GPUs of the last node that the service leaves to others, or pays for in vain. */
function sharedNodes(inputs: PlanInputs, { candidate, sizes }: Settled, ledger: Ledger): void {
  const { node, gpus } = candidate;
  const price = gpuPrice(inputs.request.prices, node, inputs.accelerator);
  const used = (sizes.replicasAtPeak * gpus) % node.gpus;
  if (gpus >= node.gpus || used === 0 || price === undefined) return;
  const idle = node.gpus - used;
  ledger.warn(
    'shares-its-nodes',
    '/node',
    `at the peak ${idle} of the ${node.gpus} GPUs of a ${node.id} are left over, ${round(idle * price.usdPerGpuHour)} USD/h that the cost does not count`,
    'run other services on them, or choose a smaller node',
  );
}
