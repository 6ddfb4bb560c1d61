import { amount, type Fields, known, type Problem, positive, short, text } from './fields';
import type { CalibrationReading, CalibrationRow } from './row';

/** Whether rows are those of AIConfigurator: its summary of one configuration, or a sweep of them. */
export function isAiConfigurator(first: Fields | undefined): boolean {
  return first !== undefined && 'isl' in first && 'osl' in first && 'tpot' in first;
}

/** Columns as AIConfigurator names them; those of split prefill and decode say nothing of one replica. */
export function readAiConfigurator(rows: readonly Fields[], problem: Problem): CalibrationReading {
  const split = rows.find((row) => '(p)tp' in row);
  if (split) {
    throw problem(
      'rows with (p)tp and (d)tp',
      'rows of aggregated serving (columns tp, pp, dp)',
      'give agg_*.csv; a plan has no split of prefill and decode',
    );
  }
  const [first] = rows;
  return {
    rows: rows.map((row, i) => {
      const point = rowOf(row);
      if (point) return point;
      const allowed = 'a row with isl, osl, tpot and concurrency or bs, more than 0';
      throw problem(`row ${i + 1}`, allowed, 'drop it');
    }),
    measured: {},
    startupStages: [],
    provenance: {
      ...known({
        engine: text(first.backend),
        engineVersion: text(first.version),
        gpu: gpuOf(first.system),
      }),
      flags: known({ model: text(first.model) as string }),
    },
  };
}

function rowOf(row: Fields): CalibrationRow | undefined {
  const inputTokens = positive(row.isl);
  const outputTokens = positive(row.osl);
  const perToken = positive(row.tpot);
  const data = positive(row.dp) ?? 1;
  const perRank = positive(row.bs);
  const concurrency = positive(row.concurrency) ?? (perRank && perRank * data);
  if (!inputTokens || !outputTokens || !perToken || !concurrency) return undefined;
  const prefix = amount(row.prefix) ?? 0;
  const first = positive(row.ttft);
  const throughput = positive(row['tokens/s']);
  return known({
    concurrency,
    inputTokens,
    outputTokens,
    cachedInputShare: prefix > 0 ? short(prefix / inputTokens) : undefined,
    timePerOutputTokenMs: short(perToken),
    timeToFirstTokenMs: first && short(first),
    outputTokensPerSecond: throughput && short(throughput),
    simulated: true,
    tensor: positive(row.tp),
    pipeline: positive(row.pp),
    data: positive(row.dp),
    engine: text(row.backend),
    engineVersion: text(row.version),
    gpu: gpuOf(row.system),
    note: 'simulated by AIConfigurator',
  });
}

/** `h100_sxm` is the catalogue's H100-SXM. */
function gpuOf(system: unknown): string | undefined {
  return text(system)?.toUpperCase().replace(/_/g, '-');
}
