import * as fc from 'fast-check';
import { parsePromql } from '../../../src/lint/promql/parse';
import { selectorsOf } from '../../../src/lint/promql/walk';
import { read, shape } from './shape';

const shapeOf = (query: string) => shape(read(query));

describe('operators bind as in Prometheus', () => {
  test.each([
    ['a + b * c', '(a + (b * c))'],
    ['a * b + c', '((a * b) + c)'],
    ['a - b - c', '((a - b) - c)'],
    ['2 ^ 3 ^ 2', '(2 ^ (3 ^ 2))'],
    ['-2 ^ 2', '(-(2 ^ 2))'],
    ['-a ^ 2', '(-(a ^ 2))'],
    ['-a * b', '((-a) * b)'],
    ['2 ^ -1 * 3', '((2 ^ -1) * 3)'],
    ['a - -1', '(a - -1)'],
    ['a -1', '(a - 1)'],
    ['- - a', '(-(-a))'],
    ['a or b and c unless d', '(a or ((b and c) unless d))'],
    ['a > b + 1', '(a > (b + 1))'],
    ['a == bool b > c', '((a == bool b) > c)'],
    ['(a + b) * c', '((a + b) * c)'],
    ['a atan2 b % c', '((a atan2 b) % c)'],
    ['a AND b OR c', '((a and b) or c)'],
  ])('%s is %s', (query, expected) => expect(shapeOf(query)).toBe(expected));
});

describe('a range, an offset and an instant belong to what stands right before them', () => {
  test.each([
    ['a + b offset 5m', '(a + b offset 300)'],
    ['a / b offset 1d * c', '((a / b offset 86400) * c)'],
    ['a + b offset 1d * c', '(a + (b offset 86400 * c))'],
    ['a - rate(b[5m] offset -1h30m)', '(a - rate(b[300] offset -5400))'],
    ['-a offset 5m', '(-a offset 300)'],
    ['a + b @ 1609746000 + c', '((a + b) + c)'],
    ['a @ end() offset 5m', 'a offset 300'],
    ['max_over_time(rate(a[1m])[1h:30s])', 'max_over_time(rate(a[60])[3600:])'],
    ['max_over_time(a[1h:] offset 1d)', 'max_over_time(a[3600:])'],
    ['rate(a[5m] smoothed)', 'rate(a[300])'],
  ])('%s is %s', (query, expected) => expect(shapeOf(query)).toBe(expected));
});

describe('numbers and durations', () => {
  test.each([
    ['1h30m', '5400'],
    ['1y2w3d4h5m6s7ms', '33019506.007'],
    ['1_000.5', '1000.5'],
    ['0x1F', '31'],
    ['017', '15'],
    ['08', '8'],
    ['1e3', '1000'],
    ['.5', '0.5'],
    ['-5m', '-300'],
    ['+Inf', 'Infinity'],
    ['-inf', '-Infinity'],
    ['NaN', 'NaN'],
    ['a[300]', 'a[300]'],
    ['a[2 * (5m - 1m) ^ 1]', 'a[480]'],
    ['a[5m % 2m]', 'a[60]'],
    ['a[10m / 2 + 1m]', 'a[360]'],
    ['a offset (1m + 1m)', 'a offset 120'],
    ['a[-(-5m)]', 'a[300]'],
  ])('%s is %s', (query, expected) => expect(shapeOf(query)).toBe(expected));
});

describe('selectors', () => {
  test.each([
    ['{__name__="vllm:num_requests_running"}', 'vllm:num_requests_running'],
    ['{__name__=~"vllm:.*", a!=""}', '{__name__=~"vllm:.*",a!=""}'],
    ['{"my.metric", "a.b"!~"c", d="e",}', 'my.metric{a.b!~"c",d="e"}'],
    ['sum', 'sum'],
    ['rate{by="on", on="by"}', 'rate{by="on",on="by"}'],
    [String.raw`a{b="\"c\" \\d\n\x41\u00e9\U0001F600\101"}`, String.raw`a{b="\"c\" \\d\nAé😀A"}`],
    ["a{b='it\\'s'}", 'a{b="it\'s"}'],
    ['a{b=`\\d+`}', 'a{b="\\\\d+"}'],
    ['a{b="日本"}', 'a{b="日本"}'],
  ])('%s is %s', (query, expected) => expect(shapeOf(query)).toBe(expected));
});

describe('aggregations and matching', () => {
  test.each([
    ['sum(a)', 'sum(a)'],
    ['sum by (le, on, bool) (a)', 'sum by(le,on,bool)(a)'],
    ['sum(a) by ("a.b",)', 'sum by(a.b)(a)'],
    ['SUM(a) WITHOUT ()', 'sum without()(a)'],
    ['topk(3, a) by (pod)', 'topk by(pod)(3, a)'],
    ['count_values without (pod) ("v", a)', 'count_values without(pod)("v", a)'],
    ['a / on (pod) b', '(a / on(pod) b)'],
    ['a * ignoring (x) group_left b', '(a * ignoring(x) group_left b)'],
    ['a * on (x) group_right (y, z) b', '(a * on(x) group_right(y,z) b)'],
    ['a > bool on () b', '(a > bool on() b)'],
    ['a # one\n+ # two\nsum(# three\nb)', '(a + sum(b))'],
  ])('%s is %s', (query, expected) => expect(shapeOf(query)).toBe(expected));
});

test('every part says where it stands in the query', () => {
  const query = 'sum by (pod) (rate(a{b="c"}[5m] offset 1m)) / (d + 1)';
  const expr = read(query);
  const at = ({ from, to }: { from: number; to: number }) => query.slice(from, to);
  if (expr.kind !== 'binary' || expr.left.kind !== 'aggregation') throw new Error('not a sum / …');
  expect(at(expr)).toBe(query);
  expect(at(expr.left)).toBe('sum by (pod) (rate(a{b="c"}[5m] offset 1m))');
  expect(expr.left.grouping && at(expr.left.grouping)).toBe('by (pod)');
  expect(at(expr.left.of)).toBe('rate(a{b="c"}[5m] offset 1m)');
  expect(at(expr.right)).toBe('d + 1');
  const [{ selector }] = selectorsOf(expr);
  expect(at(selector)).toBe('a{b="c"}[5m] offset 1m');
  expect(at(selector.matchers[0])).toBe('b="c"');
});

describe('what Prometheus refuses has one error, at its place', () => {
  test.each([
    ['', '', 'the query ends too early'],
    ['sum(rate(a[5m])', '', 'the query ends too early'],
    ['sum by (a', '', 'the query ends too early'],
    ['rate(a[$__rate_interval])', '$__rate_interval', 'PromQL knows no "$__rate_interval" here'],
    [`a > $${'{LOW}'}`, `$${'{LOW}'}`, `PromQL knows no "$${'{LOW}'}" here`],
    ['a > {{ .Values.x }}', '{{ .Values.x }}', 'PromQL knows no "{{ .Values.x }}" here'],
    ['a > <no value>', '<no value>', 'PromQL knows no "<no value>" here'],
    ['a{b=c}', 'c', 'PromQL knows no "c" here'],
    ['a{b=="c"}', '=', 'PromQL knows no "=" here'],
    ['a b', 'b', 'PromQL knows no "b" here'],
    ['1 + avg_rate (a)', 'avg_rate', 'there is no function "avg_rate"'],
    ['"c', '"c', 'the string has no end'],
    ['a{b="c}', '', 'the query ends too early'],
    ['a{b="c\nd"}', 'd', 'PromQL knows no "d" here'],
    ['a{b=~"x\\.y"}', '\\.', '\\. is no escape of a string; a backslash is written \\\\'],
    ['a{b="it\\\'s"}', "\\'", "\\' is no escape of a string; a backslash is written \\\\"],
    ['sum()', '()', 'sum takes 1 argument'],
    ['topk(a)', '(a)', 'topk takes 2 arguments'],
    ['rate(a)[5m]', 'rate(a)[5m]', 'a range may follow only the name and matchers of a metric'],
    ['(a)[5m]', '(a)[5m]', 'a range may follow only the name and matchers of a metric'],
    ['a[0s]', '0s', 'a range is longer than zero'],
    [
      'sum(a) offset 5m',
      'sum(a) offset 5m',
      'offset may follow only a metric, its range, or a subquery',
    ],
    ['a{__name__=~"b"}', 'a{__name__=~"b"}', '"a" is named a second time'],
    ['{"a", "b"}', '{"a", "b"}', '"a" is named a second time'],
  ])('%s', (query, place, because) => {
    const { expr, errors } = parsePromql(query);
    expect(expr).toBeUndefined();
    expect(errors.map((error) => [query.slice(error.from, error.to), error.because])).toEqual([
      [place, because],
    ]);
  });
});

describe('what Prometheus refuses after reading it has one error too', () => {
  test.each([
    ['rate(a)', 'a', 'rate takes a range such as [5m], and this is a vector'],
    ['sum(a[5m])', 'a[5m]', 'sum takes a vector, and this is a range such as [5m]'],
    [
      'sum(rate(a[5m])) / b[5m]',
      'b[5m]',
      '/ takes a number or a vector, and this is a range such as [5m]',
    ],
    ['abs(1)', '1', 'abs takes a vector, and this is a number'],
    ['clamp_max(a, b)', 'b', 'clamp_max takes a number, and this is a vector'],
    ['clamp_max(a)', 'clamp_max(a)', 'clamp_max takes 2 arguments'],
    ['abs(a, b)', 'abs(a, b)', 'abs takes 1 argument'],
    ['round()', 'round()', 'round takes 1 or 2 arguments'],
    ['label_join(a, "b")', 'label_join(a, "b")', 'label_join takes 3 or more arguments'],
    ['histogram_quantile(a, 0.9)', 'a', 'histogram_quantile takes a number, and this is a vector'],
    ['topk(a, b)', 'a', 'topk takes a number, and this is a vector'],
    ['count_values(1, a)', '1', 'count_values takes a string, and this is a number'],
    ['sum(1)', '1', 'sum takes a vector, and this is a number'],
    ['max_over_time(1[1h:])', '1', 'a subquery takes a vector, and this is a number'],
    ['-"a"', '"a"', '- takes a number or a vector, and this is a string'],
    ['a or 0', '0', 'or takes a vector, and this is a number'],
    ['1 > 0', '1 > 0', 'between numbers > takes bool'],
    ['a + bool b', 'a + bool b', '+ takes no bool'],
    ['a / on (x) 2', 'on (x)', 'on matches vectors, and one side is a number'],
    ['a and on (x) group_left b', 'a and on (x) group_left b', 'and takes no group_left'],
    [
      'a * on (x) group_left (x) b',
      'a * on (x) group_left (x) b',
      '"x" is both in on and in group_left',
    ],
    ['{}', '{}', 'one matcher at least must not match an empty label'],
    [
      'sum({a=~".*",b!="c"})',
      '{a=~".*",b!="c"}',
      'one matcher at least must not match an empty label',
    ],
    [
      'a{b=~"(?!c).*"}',
      'b=~"(?!c).*"',
      '"(?!c).*" is no regular expression of Prometheus: invalid or unsupported Perl syntax: `(?!`',
    ],
    [
      'a{b=~"(?<=c)d"}',
      'b=~"(?<=c)d"',
      '"(?<=c)d" is no regular expression of Prometheus: invalid named capture: `(?<=c)d`',
    ],
    [
      'a{b!~"c("}',
      'b!~"c("',
      '"c(" is no regular expression of Prometheus: missing closing ): `c(`',
    ],
    [
      'label_replace(a, "b", "$1", "c", "*")',
      '"*"',
      '"*" is no regular expression of Prometheus: missing argument to repetition operator: `*`',
    ],
  ])('%s', (query, place, because) => {
    const { expr, errors } = parsePromql(query);
    expect(expr).toBeUndefined();
    expect(errors.map((error) => [query.slice(error.from, error.to), error.because])).toEqual([
      [place, because],
    ]);
  });

  test.each([
    'hour()',
    'round(a, 5)',
    'a > 0 or vector(0)',
    'scalar(a) / 2 > bool 1',
    '{a!=""}',
    '{a!~".*x|"}',
    '{__name__=~"vllm:.+"}',
    'sort_by_label(a)',
    'start() - time()',
    'histogram_quantiles(a, "q", 0.5, 0.9)',
    'a * on (x) group_left (y) b',
    'a / on () group_left scalar(b)',
    '{__name__="a", __name__=~"a|b"}',
    'info(a, {b=~".*"})',
    'holt_winters(a[5m], 0.5, 0.5)',
    'a > 2.',
    'label_replace(a, "b", "$1", "c", "(?P<d>[[:alpha:]]+)-.*")',
  ])('%s is PromQL', (query) => expect(parsePromql(query).errors).toEqual([]));
});

test.each(['a + fill(0) b', 'a[step()]', 'a[min_of(5m, 1m)]'])(
  'nothing is said about %s, which our tree cannot hold',
  (query) => expect(parsePromql(query)).toEqual({ errors: [] }),
);

describe('nothing makes it throw or wait', () => {
  const words = [
    'a',
    'sum',
    'by',
    '(',
    ')',
    '{',
    '}',
    '[',
    ']',
    '5m',
    ':',
    '-',
    '+',
    '^',
    'offset',
  ];
  const more = [
    '"',
    "'",
    '\\',
    ',',
    '=',
    '=~',
    'rate',
    '@',
    'on',
    'group_left',
    '1',
    ' ',
    '#',
    '\n',
  ];
  const near = fc.array(fc.constantFrom(...words, ...more), { maxLength: 40 });

  test('neither any text nor any row of words of PromQL throws', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      near.map((parts) => parts.join('')),
      near.map((parts) => parts.join(' ')),
    );
    fc.assert(
      fc.property(text, (query) => {
        const { expr, errors } = parsePromql(query);
        expect(expr === undefined || errors.length === 0).toBe(true);
        for (const { from, to } of errors) {
          expect(0 <= from && from <= to && to <= query.length).toBe(true);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  const length = 100_000;
  const repeated = [...words, ...more, 'x[', 'a b ', '{{', '$x ', 'sum(', 'a / on(', '+-', 'a + ']
    .concat(['a ^ ', 'a or ', 'a offset 5m ', 'x[5m]', 'a{b="c",', 'a{b="\\', '((5m'])
    .map((part) => [part, part.repeat(Math.ceil(length / part.length))] as const);

  test.each(repeated)('100 kB of %j', (_part, query) => {
    const start = performance.now();
    parsePromql(query);
    parsePromql(`${query}a`);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('100 kB of closed brackets, matchers and terms', () => {
    const start = performance.now();
    const inBrackets = (open: string, close: string, inner: string) =>
      parsePromql(`${open.repeat(20_000)}${inner}${close.repeat(20_000)}`);
    expect(inBrackets('(', ')', 'a')).toEqual({ errors: [] });
    expect(inBrackets('sum(', ')', 'a')).toEqual({ errors: [] });
    expect(inBrackets('a[', ']', '5m').errors).toHaveLength(1);
    expect(inBrackets('-', '', 'a')).toEqual({ errors: [] });
    expect(parsePromql(Array(20_000).fill('abc').join(' + '))).toEqual({ errors: [] });
    const many = parsePromql(`a{${'b!="c",'.repeat(14_000)}}`).expr;
    expect(many?.kind === 'selector' && many.matchers.length).toBe(14_000);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test('what people nest is read', () => {
    expect(shapeOf(`${'('.repeat(200)}a${')'.repeat(200)}`)).toBe('a');
    const terms = Array.from({ length: 200 }, (_, index) => `a${index}`);
    expect(selectorsOf(read(terms.join(' or ')))).toHaveLength(200);
  });
});
