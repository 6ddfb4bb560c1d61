import { accepted } from './accepted';
import { admission } from './admission';
import { blindness } from './blindness';
import { caches } from './caches';
import { floor } from './floor';
import { generated } from './generated';
import { groups } from './groups';
import { headroom } from './headroom';
import { idleGpus } from './idle-gpus';
import { idleNight } from './idle-night';
import { isolation } from './isolation';
import { kept } from './kept';
import { labels } from './labels';
import { preemption } from './preemption';
import { quota } from './quota';
import { ramp } from './ramp';
import { reapply } from './reapply';
import { rollout, rolloutOfDeployment } from './rollout';
import type { PlainScenario, Scenario } from './scenario';
import { surge } from './surge';
import { zero } from './zero';

/** They need no machine: one after another, before there is any. */
export const PLAIN: readonly PlainScenario[] = [accepted, kept, generated];

/** At the same time, each on machines of its own. */
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
  labels,
  caches,
  headroom,
  quota,
  preemption,
  idleGpus,
  floor,
  zero,
];

export const ALL = [...PLAIN, ...SCENARIOS];
