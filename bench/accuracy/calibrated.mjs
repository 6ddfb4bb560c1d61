// Leaves measured points out and predicts them from the others.
import { answer, readRecords } from './records.mjs';
import { comparison } from './score.mjs';
import {
  lengthsOf,
  serverOf as requestOf,
  timePerOutputTokenOf,
  timeToFirstTokenOf,
  unplannable,
} from './speed-requests.mjs';

/** What fewer points cannot show: a point between others, and others to fit. */
const LEAST_CONCURRENCIES = 4;

function groupBy(list, keyOf) {
  const groups = new Map();
  for (const each of list) groups.set(keyOf(each), [...(groups.get(keyOf(each)) ?? []), each]);
  return [...groups.values()];
}
/** Lengths that a run drew differ by a few tokens: the same within a fifth. */
const shapeOf = ({ inputTokens, outputTokens }) =>
  [inputTokens, outputTokens].map((tokens) => Math.round(4 * Math.log2(tokens))).join('/');

/** A server: everything that is the same in all its load points. */
const serverOf = (record) =>
  [
    record.model,
    record.engine,
    record.engine_version,
    record.gpu,
    record.tp,
    record.dp,
    record.ep,
    record.weights_dtype,
    record.speculative_decoding,
    record.other_server_args,
    // Sweeps of one server that differ in shape only are named by server, then shape.
    record.sweep_id.replace(/(-isl|-c?\d+k?-|_)\d.*$/, ''),
  ].join('|');

/** Load points of one shape of one server, in order of the requests in flight; repeats count once. */
function sweepsOf(records) {
  const points = records.map((record) => ({
    id: record.id,
    record,
    row: {
      concurrency: record.max_concurrency,
      ...lengthsOf(record),
      timePerOutputTokenMs: timePerOutputTokenOf(record),
      timeToFirstTokenMs: timeToFirstTokenOf(record),
      numPrompts: record.num_prompts,
    },
  }));
  const keyOf = ({ record, row }) => `${serverOf(record)} ${record.sweep_id} ${shapeOf(row)}`;
  return groupBy(points, keyOf).map((sweep) =>
    sweep.toSorted((a, b) => a.row.concurrency - b.row.concurrency),
  );
}

const isLong = (sweep) =>
  new Set(sweep.map(({ row }) => row.concurrency)).size >= LEAST_CONCURRENCIES;

/**
 * Whether a sweep shows one server in one state: more in flight never makes tokens come sooner, nor
 * the whole slower. Kernels that are still compiled at the first points, and preemption at the last
 * ones, do; no curve runs through both.
 */
function isSteady(sweep) {
  return sweep.every(({ row, record }, i) => {
    if (i === 0) return true;
    const before = sweep[i - 1];
    const isSooner = row.timePerOutputTokenMs < 0.9 * before.row.timePerOutputTokenMs;
    const isSlower = record.output_tok_s < 0.95 * before.record.output_tok_s;
    return !isSooner && !isSlower;
  });
}

/** The point as a plan predicts it that was calibrated with rows. */
function predicted({ id, record, row }, rows) {
  const { concurrency, inputTokens, outputTokens } = row;
  const { plan, violations } = answer({
    ...requestOf(record),
    calibration: rows,
    operatingPoint: { concurrency, inputTokens, outputTokens },
  });
  if (violations) return { id, because: JSON.stringify(violations) };
  const { low, high } = plan.evidence.find(
    ({ quantity }) => quantity === '/speed/prediction/timePerOutputTokenMs',
  );
  const { timePerOutputTokenMs } = plan.speed.prediction;
  return comparison(id, row.timePerOutputTokenMs, timePerOutputTokenMs, [low, high]);
}

function collect(quantity, bar, results) {
  return {
    quantity,
    bar,
    comparisons: results.filter(({ because }) => because === undefined),
    skipped: results.filter(({ because }) => because !== undefined),
  };
}

const rowsOf = (sweep) => sweep.map(({ row }) => row);

/** Each point but the ends, from all others of its sweep. */
function betweenPoints(sweeps) {
  return sweeps.filter(isLong).flatMap((sweep) =>
    sweep
      .filter(
        ({ row }) =>
          row.concurrency > sweep[0].row.concurrency &&
          row.concurrency < sweep.at(-1).row.concurrency,
      )
      .map((point) => {
        const others = sweep.filter(({ row }) => row.concurrency !== point.row.concurrency);
        return predicted(point, rowsOf(others));
      }),
  );
}

/** Every other point of the same server, from one long sweep of one shape. */
function otherShapes(sweeps) {
  return groupBy(sweeps, ([{ record }]) => serverOf(record)).flatMap((ofServer) =>
    ofServer.filter(isLong).flatMap((known) =>
      ofServer
        .filter(([{ row }]) => shapeOf(row) !== shapeOf(known[0].row))
        .flat()
        .filter(
          ({ row }) =>
            row.concurrency >= known[0].row.concurrency &&
            row.concurrency <= known.at(-1).row.concurrency,
        )
        .map((point) =>
          point.record.speculative_decoding
            ? {
                id: point.id,
                because: 'what a draft gains depends on the text, and this is another',
              }
            : predicted(point, rowsOf(known)),
        ),
    ),
  );
}

export function quantities(directory) {
  const records = readRecords(directory, 'perf').filter(
    (record) =>
      record.load_mode === 'closed_loop' &&
      !record.disaggregated &&
      record.max_concurrency >= 1 &&
      timePerOutputTokenOf(record) > 0 &&
      record.isl >= 1 &&
      record.osl > 1 &&
      unplannable(record) === undefined,
  );
  const sweeps = sweepsOf(records);
  const steady = sweeps.filter(isSteady);
  const disturbed = sweeps.filter((sweep) => !isSteady(sweep));
  return [
    collect(
      'TPOT calibrated, between measured points',
      'mean ≤ 3.5 %, 90 % within 6 %',
      betweenPoints(steady),
    ),
    collect('TPOT calibrated, another prompt shape', 'median ≤ 10 %', otherShapes(steady)),
    collect('TPOT calibrated, between points of disturbed sweeps', '', betweenPoints(disturbed)),
  ];
}
