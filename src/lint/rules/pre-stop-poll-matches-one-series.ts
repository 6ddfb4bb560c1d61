import { idleGaugeLines } from '../drain/gauge-lines';
import { type Leaving, leavings } from '../drain/leaving';
import { commandsOf, valuesRead } from '../drain/text-pipeline';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { EngineView } from '../view/engine-view';

export const preStopPollMatchesOneSeries: Rule = {
  id: 'R25',
  name: 'pre-stop-poll-matches-one-series',
  severity: 'error',
  sentence: 'A hook that compares a gauge reads one number.',
  why: 'A pattern without the brace after the name takes comments and other families too: since 0.21 vLLM also writes vllm:num_requests_waiting_by_reason, and each data-parallel rank writes a line of its own. Several lines are no number: the comparison with 0 never holds, and an idle pod holds its GPUs to the end of its grace period.',
  fix: "match the name with its brace and sum: awk '/^vllm:num_requests_(running|waiting)[{]/ {s+=$2} END {print s+0}'",
  source: 'vllm-project/vllm#38435; measured: the lines of vLLM 0.11.2 to 0.32.0',
  check: (view) => leavings(view).flatMap(problems),
};

function problems({ hook, engine, grace }: Leaving): Problem[] {
  if (!hook?.pollsGauges || engine.name !== 'vllm') return [];
  const first = brokenPart(hook.text, engine);
  if (!first) return [];
  const isInteger = /\s-(?:gt|ge|ne|eq|lt|le)\s/.test(hook.text);
  const vllm = engine.version === undefined ? 'vLLM' : `vLLM ${engine.version}`;
  return [
    {
      object: hook.object,
      path: hook.path,
      message: `'${matched(first.pipeline)}' reads ${first.values.length} lines of an idle ${vllm}: ${
        isInteger
          ? 'the comparison of integers fails, and the hook does not do what it says'
          : `the comparison with 0 never holds, and every idle pod takes its whole grace of ${grace.value} s`
      }`,
      arithmetic: {
        columns: ['line', 'value read'],
        rows: first.values.slice(0, 4).map((value, at) => [at + 1, value]),
      },
    },
  ];
}

/** A pipeline, and the values that it reads of an idle server. */
interface Part {
  readonly pipeline: string;
  readonly values: readonly string[];
}

/** Charts write the same hook into every server. */
const parts = new Map<string, Part | undefined>();

function brokenPart(script: string, engine: EngineView): Part | undefined {
  const { version = '', data } = engine;
  const key = `${version} ${data} ${script}`;
  if (!parts.has(key)) {
    const lines = idleGaugeLines(engine);
    const read = pipelines(script).map((pipeline) => ({
      pipeline,
      values: valuesRead(pipeline, lines) ?? [],
    }));
    parts.set(
      key,
      read.find(({ values }) => values.length > 1),
    );
  }
  return parts.get(key);
}

/** Parts of the script that read a gauge of requests in flight. */
function pipelines(script: string): string[] {
  return commandsOf(script).filter((part) => /num_requests_(?:running|waiting)/.test(part));
}

/** The part that reads, short enough for a line. */
function matched(pipeline: string): string {
  const shown = pipeline.slice(Math.max(0, pipeline.search(/\b(?:e?grep|awk)\b/))).trim();
  return shown.length > 70 ? `${shown.slice(0, 67)}…` : shown;
}
