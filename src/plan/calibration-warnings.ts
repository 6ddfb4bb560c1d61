import { type Calibration, calibrationOf } from '../capacity/calibration/calibration';
import { staleness } from '../capacity/calibration/stale';
import type { Candidate } from '../capacity/candidate';
import { counted, type Ledger, round } from '../capacity/ledger';
import type { Load } from '../capacity/load';
import type { PlanInputs } from '../capacity/resolve';
import type { Sized } from './select';

/** Where a plan leaves what was measured, or rests on another server. */
export function calibrationWarnings(
  inputs: PlanInputs,
  { candidate, rates }: Sized,
  load: Load | undefined,
  ledger: Ledger,
): void {
  for (const stale of staleness(inputs, candidate)) {
    ledger.warn('calibration-stale', '/calibration', stale, 'measure again on what is planned');
  }
  const calibration = calibrationOf(inputs, candidate);
  if (!calibration) {
    unusedWarning(inputs, candidate, ledger);
    return;
  }
  openWarning(inputs, candidate, ledger);
  scatterWarning(calibration, ledger);
  boxWarning(inputs, calibration, load, ledger);
  if (rates?.limit.bindingConstraint === 'calibration') {
    ledger.warn(
      'calibration-box',
      '/calibration',
      `no point has more than ${round(calibration.box.concurrency.most)} requests in flight, and a replica is planned with no more`,
      'add points at higher concurrency; objectives and memory allow more',
    );
  }
}

function unusedWarning(
  { calibration }: PlanInputs,
  { parallelism }: Candidate,
  ledger: Ledger,
): void {
  if (calibration.length === 0) return;
  const { tensor, pipeline, data } = parallelism;
  ledger.warn(
    'calibration-unused',
    '/calibration',
    `none of ${counted(calibration.length, 'load point')} is of tensor ${tensor}, pipeline ${pipeline}, data ${data}, which is planned: the speed is not calibrated`,
    'state the parallelism that was measured, or add points of this one',
  );
}

/** Mean error between points past which no curve runs through them: 3.5 % is usual. */
const SCATTER = 0.2;

function scatterWarning({ meanError = 0 }: Calibration, ledger: Ledger): void {
  if (meanError <= SCATTER) return;
  ledger.warn(
    'calibration-scatter',
    '/calibration',
    `load points contradict each other: each is ${round(100 * meanError)} % off where it is predicted from the others`,
    'look for points of another server, of a server that still compiled, or of one that preempts',
  );
}

/** Points that do not say where they were measured would make every parallelism equally fast. */
function openWarning(
  { calibration, request }: PlanInputs,
  candidate: Candidate,
  ledger: Ledger,
): void {
  const isStated = request.parallelism?.tensor !== undefined;
  if (isStated || calibration.every(({ tensor }) => tensor !== undefined)) return;
  ledger.warn(
    'calibration-parallelism',
    '/parallelism',
    `load points do not say on which parallelism they were measured; ${counted(candidate.gpus, 'GPU')} a replica were chosen as if on each`,
    'state parallelism.tensor, or tensor in each load point',
  );
}

/** The load that is asked for lies elsewhere than the points. */
function boxWarning(
  { request }: PlanInputs,
  { box }: Calibration,
  load: Load | undefined,
  ledger: Ledger,
): void {
  const point = request.operatingPoint;
  const asked: [
    string,
    { inputTokens: number; outputTokens: number; concurrency?: number } | undefined,
  ][] = [
    ['/operatingPoint', point],
    ['/traffic', load],
  ];
  for (const [path, shape] of asked) {
    if (!shape) continue;
    const concurrency = shape === point ? point.concurrency : undefined;
    const outside = Object.entries({ ...lengths(shape), concurrency }).flatMap(([key, value]) => {
      const { least, most } = box[key as keyof typeof box];
      // Lengths of benchmarks are drawn, and miss what was asked for by some tokens.
      const slack = key === 'concurrency' ? 1 : 1.1;
      const isInside = value === undefined || (value <= most * slack && value >= least / slack);
      return isInside ? [] : [`${key} ${round(value)} (${round(least)} to ${round(most)})`];
    });
    if (outside.length === 0) continue;
    ledger.warn(
      'calibration-box',
      path,
      `outside of what was measured: ${outside.join(', ')}; the band is wider for it`,
      'add load points there',
    );
  }
}

function lengths({ inputTokens, outputTokens }: { inputTokens: number; outputTokens: number }) {
  return { inputTokens, outputTokens };
}
