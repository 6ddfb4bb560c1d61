import { acceleratorRow } from '../../facts/accelerator-rows';
import type { Candidate } from '../candidate';
import type { PlanInputs } from '../resolve';
import { isOf } from './load-points';

/** Where rows and logs are of another server than the plan's, in words. */
export function staleness(inputs: PlanInputs, candidate: Candidate): string[] {
  const { engine, calibration, request, accelerator } = inputs;
  const used = calibration.filter((row) => isOf(row, candidate.parallelism));
  const versions = [...used.map((row) => row.engineVersion), request.measured?.engineVersion];
  const gpus = used.map(({ gpu }) => gpu).filter((gpu) => gpu !== undefined);
  const { tensor } = candidate.parallelism;
  const shown = request.measured?.tensor;
  return [
    ...others(versions.map(release), release(engine.version)).map(
      (version) => `measured on ${engine.name} ${version}, planned is ${engine.version}`,
    ),
    ...others(
      used.map((row) => row.engine),
      engine.name,
    ).map((name) => `measured on ${name}, planned is ${engine.name}`),
    ...others(
      gpus.map((gpu) => acceleratorRow(gpu)?.id ?? gpu),
      accelerator.id,
    ).map((gpu) => `measured on ${gpu}, planned is ${accelerator.id}`),
    ...(shown === undefined || shown === tensor
      ? []
      : [`the memory was measured at tensor ${shown}, planned is ${tensor}`]),
  ];
}

/** Patches of a release rarely change its speed, and `0.32.0+cu130` is that release. */
function release(version: string | undefined): string | undefined {
  return version?.match(/\d+\.\d+/)?.[0];
}

function others(stated: readonly (string | undefined)[], planned: string | undefined): string[] {
  const found = stated.filter((each): each is string => each !== undefined && each !== planned);
  return [...new Set(found)];
}
