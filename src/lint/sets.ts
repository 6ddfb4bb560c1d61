/** The ten items that a serving stack is asked for before it takes traffic. */
const CHECKLIST: readonly (readonly string[])[] = [
  // scaled by what the engine has to do
  ['R1', 'R2', 'R3', 'R5', 'R6', 'R7', 'R13', 'R29', 'R64', 'R65', 'R69', 'R70', 'R71', 'R72'],
  // scale-down waits
  ['R8', 'R10', 'R11'],
  // a pod that leaves finishes its answers
  ['R16', 'R17', 'R18', 'R19', 'R25', 'R26', 'R27', 'R34', 'R46', 'R61'],
  // ready only when the model is loaded
  ['R20', 'R21', 'R33', 'R75'],
  // the image is there before the pod
  ['R28'],
  // weights are shared
  ['R22'],
  // two replicas, and zero only on purpose
  ['R36', 'R49', 'R67'],
  // headroom: what a surge and a roll-out need exists
  ['R23', 'R24'],
];

/** Rules that answer one question, by the name of `--set`. */
export const SETS: Readonly<Record<string, readonly string[]>> = {
  checklist: CHECKLIST.flat(),
  /** What an attacker, or a reader of the manifests, may use. */
  security: ['R38', 'R39', 'R40', 'R41', 'R42', 'R47'],
  /** What a controller that applies from a repository would fight with, or change unasked. */
  gitops: ['R32', 'R47', 'R59', 'R60'],
};
