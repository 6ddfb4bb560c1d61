import type { Rule } from '../rule';

/** Every rule, in the order of the ids. */
export const RULES: readonly Rule[] = [];
