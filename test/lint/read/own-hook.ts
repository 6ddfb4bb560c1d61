import { drainScript } from '../../../src/manifests/scripts/drain';
import { workerDrainScript } from '../../../src/manifests/scripts/leader-connection';
import { python } from '../../../src/manifests/scripts/python';

/** The hooks that our manifests give to a leader and to its workers. */
export const lifecycleHook = ({ propagation, bound }: { propagation: number; bound: number }) => ({
  leader: { exec: { command: python(drainScript, 8000, propagation, bound) } },
  worker: { exec: { command: python(workerDrainScript, 29501, bound) } },
});
