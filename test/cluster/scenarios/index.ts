import { accepted } from './accepted';
import { admission } from './admission';
import { blindness } from './blindness';
import { groups } from './groups';
import { idleNight } from './idle-night';
import { isolation } from './isolation';
import { ramp } from './ramp';
import { reapply } from './reapply';
import { rollout, rolloutOfDeployment } from './rollout';
import type { PlainScenario, Scenario } from './scenario';
import { surge } from './surge';

/** One after another, before there is any machine. */
export const PLAIN: readonly PlainScenario[] = [accepted];

/** All at once, each on machines of its own. */
export const SCENARIOS: readonly Scenario[] = [
  ramp,
  surge,
  idleNight,
  ...blindness,
  isolation,
  reapply,
  groups,
  rollout,
  rolloutOfDeployment,
  admission,
];
