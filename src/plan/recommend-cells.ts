import { type Candidate, candidateOf } from '../capacity/candidate';
import { candidates, expertLayouts } from '../capacity/choose';
import { type GpuPrice, gpuPrice } from '../capacity/cost';
import { type Load, type ReplicaRates, replicaRates } from '../capacity/load';
import type { MachineFamily } from '../capacity/machines';
import { engineOf, type PlanInputs } from '../capacity/resolve';
import { formatSupport } from '../engines/vllm/weight-formats';
import { order, type Sized, size, standing } from './select';
import { isOffered, type WeightOption, weightOptions } from './weight-options';

/** One accelerator, node shape and weight format, with every layout that was tried. */
export interface Cell {
  readonly inputs: PlanInputs;
  readonly option: WeightOption;
  /** At least one, best first. */
  readonly layouts: readonly Sized[];
  readonly price?: GpuPrice;
  /** Why the engine does not start here at all. */
  readonly refusal?: string;
}

/** Every cell that the request leaves open, in no order. */
export function cellsOf(
  inputs: PlanInputs,
  families: readonly MachineFamily[],
  load: Load | undefined,
): Cell[] {
  const options = weightOptions(inputs);
  return families.flatMap((family) =>
    options
      .filter((option) => isOffered(option, family.accelerator))
      .flatMap((option) => cellsOfFamily(inputs, family, option, load)),
  );
}

/** Cells in the order of what to prefer: what works, what has a price, what is cheapest. */
export function preferred(a: Cell, b: Cell): number {
  return precedence(a, b) || order(a.layouts[0], b.layouts[0]);
}

/** What comes before any cost. */
export function precedence(a: Cell, b: Cell): number {
  return (
    Number(a.refusal !== undefined) - Number(b.refusal !== undefined) ||
    standing(a.layouts[0], b.layouts[0]) ||
    Number(a.price === undefined) - Number(b.price === undefined)
  );
}

function cellsOfFamily(
  open: PlanInputs,
  family: MachineFamily,
  option: WeightOption,
  load: Load | undefined,
): Cell[] {
  const inputs = settled(open, family, option);
  const { accelerator } = family;
  const refusal = formatSupport(option.format, accelerator)
    ? undefined
    : `vLLM does not run ${option.format} on ${accelerator.id}`;
  const all = layoutsOf(inputs);
  const ratesOf = sharedRates();
  return family.nodes.flatMap((node) => {
    const layouts = all
      .filter((candidate) => candidate.node === node)
      .map((candidate) => size(inputs, candidate, load, ratesOf))
      .sort(order);
    if (layouts.length === 0) return [];
    const price = gpuPrice(inputs.request.prices, node, accelerator);
    return [{ inputs: { ...inputs, nodes: [node] }, option, layouts, price, refusal }];
  });
}

/** Within one machine it does not matter whose it is. */
function sharedRates(): typeof replicaRates {
  const known = new Map<string, ReplicaRates>();
  return (inputs, candidate, load) => {
    if (candidate.nodes > 1) return replicaRates(inputs, candidate, load);
    const key = Object.values(candidate.parallelism).join();
    const rates = known.get(key) ?? replicaRates(inputs, candidate, load);
    known.set(key, rates);
    return rates;
  };
}

/** What a plan of these machines compares, and engines that share experts within a node. */
function layoutsOf(inputs: PlanInputs): Candidate[] {
  const { geometry, nodes, request } = inputs;
  const shared = request.parallelism
    ? []
    : nodes.flatMap((node) =>
        expertLayouts(geometry, node).map((layout) => candidateOf(inputs, geometry, node, layout)),
      );
  const largest = Math.max(...nodes.map(({ gpus }) => gpus));
  const mayGroup = request.workload !== 'deployment';
  return [...candidates(inputs, geometry), ...shared].filter(
    // Nobody joins small machines where one large machine is for sale.
    ({ node, nodes: count }) => count === 1 || (mayGroup && node.gpus === largest),
  );
}

/** The inputs of a request that states GPU and weights. */
function settled(
  open: PlanInputs,
  { accelerator, nodes }: MachineFamily,
  { model, geometry, format }: WeightOption,
): PlanInputs {
  const { request } = open;
  const modelId = model === request.model ? open.modelId : String(model);
  return {
    ...open,
    request: {
      ...request,
      model,
      accelerator: accelerator === open.accelerator ? request.accelerator : accelerator.id,
      quantization: format,
    },
    name: request.name ?? modelId,
    modelId,
    model: geometry,
    geometry: geometry ?? open.geometry,
    format,
    accelerator,
    nodes,
    engine: engineOf(request, accelerator, geometry),
  };
}
