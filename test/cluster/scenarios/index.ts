import { accepted } from './accepted';
import { ramp } from './ramp';
import { reapply } from './reapply';
import type { PlainScenario, Scenario } from './scenario';

/** One after another, before there is any machine. */
export const PLAIN: readonly PlainScenario[] = [accepted];

/** All at once, each on machines of its own. */
export const SCENARIOS: readonly Scenario[] = [ramp, reapply];
