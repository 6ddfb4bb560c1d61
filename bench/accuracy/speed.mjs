import { answer, readRecords } from './records.mjs';
import { comparison } from './score.mjs';
import {
  closedLoopOf,
  lengthsOf,
  serverOf,
  timePerOutputTokenOf,
  unplannable,
} from './speed-requests.mjs';

const MOST_CONCURRENT = 128;
const isVllm = ({ engine }) => engine === 'vllm';
/** Before a release prefill may be anything: the one build here reads at under 3 % of the peak. */
const isNightly = ({ engine_version: version = '' }) => version.startsWith('nightly (');
const isClosed = ({ load_mode: mode, max_concurrency: n }) => mode === 'closed_loop' && n >= 1;
const isBurst = ({ load_mode: mode, num_prompts: n }) =>
  n > 0 && ['burst_all_at_once', 'offline_batch', 'offline_max_throughput'].includes(mode);
const endToEndOf = ({ mean_e2e_ms: whole, mean_ttft_ms: first, mean_tpot_ms: each, osl }) =>
  whole ?? (first && each && first + (osl - 1) * each);

export function quantities(directory) {
  const records = readRecords(directory, 'perf');
  const closed = records.filter((row) => isClosed(row) && row.max_concurrency <= MOST_CONCURRENT);
  const open = records.filter((row) => row.load_mode === 'open_loop_poisson');
  const bursts = records.filter(isBurst);
  const tpot = timePerOutputTokenOf;
  const plain = closed.filter((row) => !row.speculative_decoding && !isNightly(row));
  return [
    compare(
      'TPOT at a concurrency ≤ 128, vLLM',
      'median ≤ 10 %, 90 % within 20 %',
      plain.filter(isVllm),
      tpot,
      tokenTime,
    ),
    compare(
      'the same, SGLang and TensorRT-LLM',
      'median ≤ 15 %',
      plain.filter((row) => !isVllm(row)),
      tpot,
      tokenTime,
    ),
    compare('the same, a nightly build', '', closed.filter(isNightly), tpot, tokenTime),
    compare(
      'the same with speculation',
      '',
      closed.filter((row) => row.speculative_decoding),
      tpot,
      tokenTime,
    ),
    compare(
      'output tokens/s at a concurrency',
      'median ≤ 15 %',
      plain,
      (row) => row.output_tok_s,
      throughput,
    ),
    compare('mean TTFT at a concurrency', '', plain, (row) => row.mean_ttft_ms, firstToken),
    compare(
      'open loop, mean ITL',
      'median ≤ 10 %',
      open,
      (row) => row.mean_itl_ms ?? row.mean_tpot_ms,
      openTokenTime,
    ),
    compare('open loop, mean E2E', 'median ≤ 10 %', open, endToEndOf, openEndToEnd),
    compare(
      'all prompts at once, output tokens/s',
      '',
      bursts,
      (row) => row.output_tok_s,
      burstTokens,
    ),
    compare('the same, mean TTFT', '', bursts, (row) => row.mean_ttft_ms, burstFirstToken),
  ];
}

function compare(quantity, bar, rows, measured, predict) {
  const comparisons = [];
  const skipped = [];
  for (const row of rows.filter((each) => measured(each) !== undefined)) {
    const because = unplannable(row);
    const predicted = because ? { because } : predict(row);
    if (predicted.because) skipped.push({ id: row.id, because: predicted.because });
    else
      comparisons.push({
        ...comparison(row.id, measured(row), predicted.value, predicted.band),
        sweep: row.sweep_id,
      });
  }
  return { quantity, bar, comparisons, skipped };
}

const closedPrediction = (row) =>
  prediction({ ...serverOf(row), operatingPoint: closedLoopOf(row) });
const openPrediction = (row) =>
  prediction({
    ...serverOf(row),
    operatingPoint: {
      ...lengthsOf(row),
      requestsPerSecond: row.request_rate_rps,
      numPrompts: row.num_prompts,
    },
  });
const burstPrediction = (row) =>
  prediction({
    ...serverOf(row),
    operatingPoint: { ...lengthsOf(row), numPrompts: row.num_prompts },
  });

function prediction(request) {
  const { plan, violations } = answer(request);
  if (violations) return { because: JSON.stringify(violations) };
  const { prediction: predicted } = plan.speed;
  if (!predicted) return { because: plan.warnings.map(({ message }) => message).join('; ') };
  return { predicted, plan };
}

function pick(answered, key) {
  if (answered.because) return answered;
  const row = answered.plan.evidence.find(
    ({ quantity }) => quantity === `/speed/prediction/${key}`,
  );
  return { value: answered.predicted[key], band: row && [row.low, row.high] };
}
const tokenTime = (row) => pick(closedPrediction(row), 'timePerOutputTokenMs');
const firstToken = (row) => pick(closedPrediction(row), 'timeToFirstTokenMs');
const throughput = (row) => pick(closedPrediction(row), 'outputTokensPerSecond');
const openTokenTime = (row) => pick(openPrediction(row), 'timePerOutputTokenMs');
const openEndToEnd = (row) => pick(openPrediction(row), 'endToEndMs');
const burstTokens = (row) => pick(burstPrediction(row), 'outputTokensPerSecond');
const burstFirstToken = (row) => pick(burstPrediction(row), 'timeToFirstTokenMs');
