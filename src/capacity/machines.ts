import { type AcceleratorRow, acceleratorRows } from '../facts/accelerator-rows';
import { type NodeRow, referenceNodesFor } from '../facts/node-rows';
import { genericNode } from './own-rows';

/** A GPU with the machines of one provider that carry it. */
export interface MachineFamily {
  readonly accelerator: AcceleratorRow;
  readonly nodes: readonly NodeRow[];
}

/** Every machine of the catalogue, or those of one provider. */
export function machineFamilies(provider: string | undefined): MachineFamily[] {
  return acceleratorRows.flatMap((accelerator) => {
    const families = familiesOf(accelerator, provider);
    if (families.length > 0 || referenceNodesFor(accelerator.id).length > 0) return families;
    // Sold somewhere, in machines that the catalogue does not know.
    return accelerator.prices.length > 0 && provider === undefined
      ? [{ accelerator, nodes: [genericNode(accelerator)] }]
      : [];
  });
}

/** The machines with one GPU, by provider, in catalogue order. */
export function familiesOf(
  accelerator: AcceleratorRow,
  provider: string | undefined,
): MachineFamily[] {
  const nodes = referenceNodesFor(accelerator.id).filter(
    (node) => provider === undefined || node.provider === provider,
  );
  const providers = [...new Set(nodes.map((node) => node.provider))];
  return providers.map((name) => ({
    accelerator,
    nodes: nodes.filter((node) => node.provider === name),
  }));
}
