import { familiesOf, type MachineFamily, machineFamilies } from '../capacity/machines';
import { genericNode } from '../capacity/own-rows';
import type { MeasuredRequest, PlanRequest } from '../capacity/request';
import { type PlanInputs, resolveRequest } from '../capacity/resolve';
import { inKnownSpellings } from '../capacity/spellings';
import { InvalidInput, type Violation } from '../violations';
import { isMapping, wholeRequest } from './plan-for';

/** A request with its names looked up, and the machines that it leaves to choose from. */
export interface OpenRequest {
  readonly inputs: PlanInputs;
  readonly families: readonly MachineFamily[];
}

/** Reads a request whose accelerator may be open; throws `InvalidInput` with every violation. */
export function openRequest(stated: unknown): OpenRequest {
  const value = inKnownSpellings(stated);
  const request = isMapping(value) ? (value as PlanRequest) : undefined;
  if (!request || request.accelerator !== undefined || request.node !== undefined) {
    const inputs = resolveRequest(wholeRequest(value));
    return { inputs, families: statedFamilies(inputs) };
  }
  const families = machineFamilies(request.platform?.provider);
  // Any GPU will do to judge the rest by; a provider that nobody knows is refused by the schema.
  const [{ accelerator }] = families.length > 0 ? families : machineFamilies(undefined);
  return { inputs: judged({ ...request, accelerator: accelerator.id }), families };
}

function judged(request: PlanRequest): PlanInputs {
  const violations = measuredViolations(request);
  try {
    const inputs = resolveRequest(wholeRequest(request));
    if (violations.length === 0) return inputs;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    violations.push(...error.violations);
  }
  throw new InvalidInput(violations);
}

/** A stated node is the only one; of a stated accelerator every provider's are. */
function statedFamilies({ request, accelerator, nodes }: PlanInputs): MachineFamily[] {
  if (request.node !== undefined) return [{ accelerator, nodes }];
  const families = familiesOf(accelerator, request.platform?.provider);
  return families.length > 0 ? families : [{ accelerator, nodes: [genericNode(accelerator)] }];
}

/** What one machine showed. */
const OF_ONE_MACHINE: readonly (keyof MeasuredRequest)[] = [
  'weightsGiBPerGpu',
  'kvCacheGiBPerGpu',
  'kvCacheTokens',
  'maxRequestsPerSecond',
];

function measuredViolations({ measured, calibration }: PlanRequest): Violation[] {
  const found: [string, unknown][] = isMapping(measured)
    ? OF_ONE_MACHINE.map((key) => [`/measured/${key}`, measured[key]])
    : [];
  found.push(['/calibration', calibration]);
  return found
    .filter(([, value]) => value !== undefined)
    .map(([path, value]) => ({
      path,
      value,
      allowed: 'stated together with accelerator: one machine says nothing of the others',
      fix: 'state accelerator, or leave the measurement out',
    }));
}
