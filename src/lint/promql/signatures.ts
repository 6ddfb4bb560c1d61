export type Type = 'vector' | 'range' | 'scalar' | 'string';

export interface Signature {
  readonly args: readonly Type[];
  /** Fewer than all of `args` will do; the last one may repeat without end where this is given. */
  readonly least: number;
  readonly repeats: boolean;
  readonly answer: Type;
}

/** promql/parser/functions.go of Prometheus 3; functions not here are not judged. */
export const SIGNATURES: ReadonlyMap<string, Signature> = new Map([
  ...all(
    `abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg
     histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin sinh
     sort sort_desc sqrt tan tanh timestamp`,
    ['vector'],
  ),
  ...all('day_of_month day_of_week day_of_year days_in_month hour minute month year', ['vector'], {
    least: 0,
  }),
  ...all(
    `absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta
     increase irate last_over_time mad_over_time max_over_time min_over_time present_over_time rate
     resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time
     ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time`,
    ['range'],
  ),
  ...all('clamp', ['vector', 'scalar', 'scalar']),
  ...all('clamp_max clamp_min', ['vector', 'scalar']),
  ...all('round', ['vector', 'scalar'], { least: 1 }),
  ...all('histogram_quantile', ['scalar', 'vector']),
  ...all('histogram_fraction', ['scalar', 'scalar', 'vector']),
  ...all('quantile_over_time', ['scalar', 'range']),
  ...all('predict_linear', ['range', 'scalar']),
  ...all('double_exponential_smoothing', ['range', 'scalar', 'scalar']),
  ...all('label_replace', ['vector', 'string', 'string', 'string', 'string']),
  ...all('label_join', ['vector', 'string', 'string', 'string'], { least: 3, repeats: true }),
  ...all('sort_by_label sort_by_label_desc', ['vector', 'string'], { least: 1, repeats: true }),
  ...all('vector', ['scalar']),
  ...all('scalar', ['vector'], { answer: 'scalar' }),
  ...all('pi time', [], { answer: 'scalar' }),
]);

function all(
  names: string,
  args: readonly Type[],
  but: Partial<Signature> = {},
): [string, Signature][] {
  const signature = { args, least: args.length, repeats: false, answer: 'vector', ...but } as const;
  return names.split(/\s+/).map((name) => [name, signature]);
}
