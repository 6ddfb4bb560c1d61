import type { StageTime } from '../facts/loaders';

/** What a real start showed. */
export interface MeasuredStart {
  /** From pod to Ready. */
  readonly coldStartSeconds?: number;
  readonly startupStages?: readonly StartupStage[];
}

/** A stage that its log timed. */
export interface StartupStage {
  /** Of the cold start's stages: `weights`, `profile`, `compile`, `graphs`, `warmup` … */
  readonly name: string;
  readonly seconds: number;
  /** Whether it ran with a filled cache. @default - as the caches of the request say */
  readonly cached?: boolean;
}

/** A stage as this cluster sees it, and with every cache cold. */
export interface Stage {
  readonly name: string;
  readonly time: StageTime;
  readonly cold: StageTime;
  readonly cached: boolean;
  readonly isMeasured?: boolean;
}

export function stage(name: string, time: StageTime, cold: StageTime, cached: boolean): Stage {
  return { name, time, cold, cached };
}

/** Starts of one server differ by its page cache and its neighbours: ± 30 % in repeated logs. */
const P95_OF_REPEATED_STARTS = 1.4;

/** A stage that a log timed with the same cache wins over the estimate. */
export function asMeasured(estimate: Stage, measured: readonly StartupStage[]): Stage {
  const timed = (wanted: boolean): StageTime | undefined => {
    const found = measured
      .filter(({ name, cached = estimate.cached }) => name === estimate.name && cached === wanted)
      .pop();
    return found && measuredTime(found.seconds);
  };
  const time = timed(estimate.cached);
  const known = estimate.cached ? timed(false) : time;
  if (!time && !known) return estimate;
  return {
    ...estimate,
    time: time ?? estimate.time,
    cold: slower(known ?? estimate.cold, time),
    isMeasured: time !== undefined,
  };
}

/** A cold cache is never faster than what the same server showed with a warm one. */
function slower(cold: StageTime, warm: StageTime | undefined): StageTime {
  return warm && warm.seconds > cold.seconds ? warm : cold;
}

function measuredTime(seconds: number): StageTime {
  return {
    seconds,
    p95Factor: P95_OF_REPEATED_STARTS,
    source: 'measured.startupStages',
    date: 'as stated',
  };
}
