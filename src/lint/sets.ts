/** Rules that belong to one question, by the name of `--set`. */
export const SETS: Readonly<Record<string, readonly string[]>> = {
  /** The ten items that a serving stack is asked for before it takes traffic. */
  checklist: [],
  /** What an attacker, or a reader of the manifests, may use. */
  security: [],
  /** What a controller that applies from a repository fights with. */
  gitops: [],
};
