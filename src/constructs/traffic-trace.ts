import { binnedRows, binViolations } from '../capacity/history/binned-rows';
import { traceOf } from '../capacity/history/read-trace';
import { historyFromFile, summarise } from '../capacity/history/summarise';
import { scaledHistory, type TrafficHistory } from '../capacity/history/traffic-history';
import { InvalidInput } from '../violations';
import { type PropNames, unknownProps } from './unknown-props';

/** Formats of trace files. */
export enum TraceFormat {
  /** Microsoft Azure's LLM inference traces: `TIMESTAMP,ContextTokens,GeneratedTokens`, a line a request. */
  AZURE = 'azure',
  /** BurstGPT: `Timestamp` in seconds, `Request tokens`, `Response tokens`, a line a request. */
  BURST_GPT = 'burst-gpt',
  /** Files of ServeGen's clients, one or several put together: seconds and rate without names, a line a bin. */
  SERVE_GEN = 'serve-gen',
  /** Mooncake: a line of JSON a request, `timestamp` in milliseconds. */
  MOONCAKE = 'mooncake',
  /** Qwen-Bailian: a line of JSON a request, `timestamp` in seconds. */
  BAILIAN = 'bailian',
  /** Your own: `time` or `seconds`, `requestsPerSecond`, and where known mean `inputTokens` and `outputTokens`, a line a bin. */
  PLAIN = 'plain',
}

/** What a trace file does not say itself. */
export interface TraceOptions {
  /** Format of the file. @default - by its first line */
  readonly format?: TraceFormat;
  /** Date and time of second 0, ISO 8601 from 1970 on, for files that count seconds and no others. @default - a midnight of nobody knows which day, so that hours count and weekdays do not */
  readonly start?: string;
}

const traceOptions: PropNames<TraceOptions> = { format: true, start: true };

/** A mean rate over one bin of a trace. All bins are equally long. */
export interface TraceBin {
  /** Beginning of the bin, ISO 8601 from 1970 on, in UTC where it names no zone. */
  readonly time: string;
  /** Requests per second over the service, 0 or more. */
  readonly requestsPerSecond: number;
  /** Mean prompt in it, tokens. @default - not known */
  readonly inputTokens?: number;
  /** Mean answer in it, tokens. @default - not known */
  readonly outputTokens?: number;
}

const traceBin: PropNames<TraceBin> = {
  time: true,
  requestsPerSecond: true,
  inputTokens: true,
  outputTokens: true,
};

/**
 * The traffic that a service had: peak, mean, quietest hour, growth and lengths of requests follow
 * from it where they are not stated. Only these few numbers reach the plan and its annotation.
 *
 * ```ts
 * new LlmInferenceService(chart, 'chat', {
 *   model: LlmModel.of('meta-llama/Llama-3.1-8B-Instruct'),
 *   accelerator: Accelerator.H100_SXM,
 *   traffic: { history: TrafficTrace.fromFile('chat-week.csv') },
 *   signals: [ScalingSignal.floorsFromHistory('Europe/Berlin')],
 * });
 * ```
 *
 * holds the busy hours of the trace, a time to scale before they come:
 *
 * ```yaml
 * - type: cron
 *   metadata:
 *     timezone: Europe/Berlin
 *     start: 21 8 * * 1-5
 *     end: 0 18 * * 1-5
 *     desiredReplicas: "3"
 * ```
 */
export class TrafficTrace {
  /**
   * A trace from a file, CSV or lines of JSON; the format is told by the first line.
   *
   * @param path Path of the file.
   * @throws when the file cannot be read, has no known format, broken lines, no requests, or less than two minutes; when a `start` stands beside dates.
   */
  public static fromFile(path: string, options: TraceOptions = {}): TrafficTrace {
    const violations = unknownProps(options, traceOptions, 'options.');
    if (violations.length > 0) throw new InvalidInput(violations);
    return new TrafficTrace(historyFromFile(path, options));
  }

  /**
   * A trace from bins, as a query to a metrics backend gives them.
   *
   * @param name Name for the evidence of the plan.
   * @param bins Two or more, equally long, in any order; a missing one is a gap.
   * @throws when a bin is broken, the steps between them are uneven, or no bin has requests.
   */
  public static fromBins(name: string, bins: TraceBin[]): TrafficTrace {
    const violations = bins.flatMap((bin, i) => [
      ...unknownProps(bin, traceBin, `bins[${i}].`),
      ...binViolations(bin, `bins[${i}]`),
    ]);
    if (violations.length > 0) throw new InvalidInput(violations);
    return new TrafficTrace(summarise(traceOf(name, binnedRows(bins), {}, 'bins'), 'bins'));
  }

  private constructor(private readonly history: TrafficHistory) {}

  /** Peak to plan for, requests per second: the 99th percentile of the bins, at least the mean. */
  public get peakRequestsPerSecond(): number {
    return this.history.peakRequestsPerSecond;
  }

  /** Highest bin, requests per second. */
  public get maxRequestsPerSecond(): number {
    return this.history.maxRequestsPerSecond;
  }

  /** Mean, requests per second. */
  public get meanRequestsPerSecond(): number {
    return this.history.meanRequestsPerSecond;
  }

  /** Length of the trace, seconds. */
  public get spanSeconds(): number {
    return this.history.spanSeconds;
  }

  /** Length of a bin, seconds: 60 where single requests are counted. */
  public get binSeconds(): number {
    return this.history.binSeconds;
  }

  /**
   * The same traffic at another volume: the hours and the lengths of requests stay.
   *
   * @param factor 1.5 for half as much again, more than 0 and finite.
   * @throws when the factor is 0 or less, or not finite.
   */
  public times(factor: number): TrafficTrace {
    if (factor > 0 && Number.isFinite(factor)) {
      return new TrafficTrace(scaledHistory(this.history, factor));
    }
    const fix = 'use 1.5 for half as much again';
    const allowed = 'more than 0 and finite';
    throw new InvalidInput([{ path: 'factor', value: factor, allowed, fix }]);
  }

  /**
   * The trace as a plan request carries it.
   * @internal
   */
  public _toRequest(): TrafficHistory {
    return this.history;
  }
}
