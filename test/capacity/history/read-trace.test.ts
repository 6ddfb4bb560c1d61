import { readTrace } from '../../../src/capacity/history/read-trace';
import { csvFormats, jsonFormats, serveGen } from '../../../src/capacity/history/trace-formats';
import { InvalidInput, type Violation } from '../../../src/violations';
import { fileOf } from './traces';

function refused(path: string, options = {}): readonly Violation[] {
  try {
    readTrace(path, options);
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
  return [];
}

const files = {
  azure: fileOf(
    'azure.csv',
    'TIMESTAMP,ContextTokens,GeneratedTokens',
    '2023-11-16 18:17:03.9799600,4808,10',
    '2024-05-10 00:00:00.009930+00:00,3180,8',
  ),
  'burst-gpt of six columns': fileOf(
    'burst-6.csv',
    'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type',
    '5,ChatGPT,472,18,490,Conversation log',
    '45,GPT-4,1087,230,1317,API log',
  ),
  'burst-gpt of eight columns': fileOf(
    'burst-8.csv',
    'Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type',
    '5,,3.2,ChatGPT,472,18,490,API log',
    '45,"a,b",9.1,GPT-4,1087,230,1317,Conversation log',
  ),
  mooncake: fileOf(
    'mooncake.jsonl',
    '{"timestamp": 5000, "input_length": 472, "output_length": 18, "hash_ids": [1]}',
    '{"timestamp": 45000, "input_length": 1087, "output_length": 230, "hash_ids": [2]}',
  ),
  bailian: fileOf(
    'bailian.jsonl',
    '{"chat_id": 1, "parent_chat_id": -1, "timestamp": 5, "input_length": 472, "output_length": 18}',
    '{"chat_id": 2, "parent_chat_id": 1, "timestamp": 45, "input_length": 1087, "output_length": 230}',
  ),
  'serve-gen': fileOf(
    'serve-gen.csv',
    '0,1.33,8.6,Weibull,0.375,0.397',
    '600,0,0,,0,0',
    '1200,0.27,6.0,Gamma,0.06,103.6',
  ),
  plain: fileOf(
    'plain.csv',
    'time,requestsPerSecond,inputTokens,outputTokens',
    '2026-01-05T00:00:00+01:00,4,500,',
    '2026-01-05T00:10:00+01:00,5,,200',
  ),
  'plain in seconds': fileOf('seconds.csv', 'seconds,requests_per_s', '0,4', '600,5'),
  'plain in Unix seconds': fileOf(
    'unix.csv',
    'time,requestsPerSecond',
    '1767567600,4',
    '1767568200,5',
  ),
};

describe('a trace', () => {
  test.each([
    ['burst-gpt of six columns', 'midnight'],
    ['burst-gpt of eight columns', 'midnight'],
    ['mooncake', 'none'],
    ['bailian', 'none'],
  ] as const)('of %s is requests at their second, with their lengths', (name, clock) => {
    expect(readTrace(files[name])).toMatchObject({
      clock,
      seconds: [5, 45],
      inputTokens: [472, 1087],
      outputTokens: [18, 230],
      zeroIsGap: false,
    });
    expect(readTrace(files[name])).not.toHaveProperty('rates');
  });

  test('of azure is dated, in UTC where no zone is named', () => {
    const { clock, seconds, inputTokens } = readTrace(files.azure);
    expect(clock).toBe('utc');
    expect(seconds.map((each) => new Date(each * 1000).toISOString())).toEqual([
      '2023-11-16T18:17:03.979Z',
      '2024-05-10T00:00:00.009Z',
    ]);
    expect(inputTokens).toEqual([4808, 3180]);
  });

  test('of serve-gen is rates without lengths, and a rate of 0 was not collected', () => {
    expect(readTrace(files['serve-gen'])).toMatchObject({
      clock: 'midnight',
      seconds: [0, 600, 1200],
      rates: [1.33, 0, 0.27],
      zeroIsGap: true,
    });
  });

  test('of your own is rates, with the lengths that are known', () => {
    const start = Date.parse('2026-01-04T23:00:00Z') / 1000;
    expect(readTrace(files.plain)).toEqual({
      source: 'plain.csv',
      clock: 'utc',
      seconds: [start, start + 600],
      rates: [4, 5],
      inputTokens: [500, Number.NaN],
      outputTokens: [Number.NaN, 200],
      zeroIsGap: false,
    });
    expect(readTrace(files['plain in seconds'])).toMatchObject({
      clock: 'midnight',
      rates: [4, 5],
    });
    expect(readTrace(files['plain in Unix seconds'])).toMatchObject({ clock: 'utc' });
  });

  test('has a date once its start is stated', () => {
    const { clock, seconds } = readTrace(files.mooncake, { start: '2026-01-05T01:00:00+01:00' });
    expect([clock, new Date(seconds[0] * 1000).toISOString()]).toEqual([
      'utc',
      '2026-01-05T00:00:05.000Z',
    ]);
    expect(refused(files.mooncake, { start: 'Monday' })).toMatchObject([
      { path: 'start', value: 'Monday', allowed: 'a date and time from 1970 on' },
    ]);
  });

  test('is read as the format that is stated, or refused', () => {
    expect(readTrace(files.mooncake, { format: 'mooncake' }).seconds).toEqual([5, 45]);
    const [{ allowed }] = refused(files.mooncake, { format: 'azure' });
    expect(allowed).toContain('of the format azure');
    expect(refused(files.plain, { format: 'serve-gen' })).toHaveLength(1);
  });
});

describe('a file that is no trace', () => {
  test('is told every known format', () => {
    const [{ path, allowed }] = refused(fileOf('other.csv', 'date,hits', '2026-01-05,4'));
    expect(path).toBe('path');
    for (const { name } of [...csvFormats, ...jsonFormats, serveGen])
      expect(allowed).toContain(name);
  });

  test.each([
    [
      'date,requestsPerSecond',
      undefined,
      "its first line is 'date,requestsPerSecond', without the column 'time' of plain; or convert it to plain",
    ],
    [
      'Timestamp,hits',
      'burst-gpt',
      "its first line is 'Timestamp,hits', without the column 'Request tokens' of burst-gpt",
    ],
    [
      'a,b',
      undefined,
      "its first line is 'a,b', without the columns 'time' and 'requestsPerSecond' of plain; or convert it to plain",
    ],
    ['{"a":1}', undefined, `its first line is '{"a":1}'; or convert it to plain`],
  ])('is shown its first line and told the column it lacks: %s', (line, format, said) => {
    expect(refused(fileOf('other.csv', line, '1,2'), { format })).toMatchObject([{ fix: said }]);
  });

  test('is told that it is empty', () => {
    expect(refused(fileOf('none.csv', ''))).toMatchObject([{ fix: 'it is empty' }]);
  });

  test('hears that token columns are optional', () => {
    const [{ allowed }] = refused(fileOf('other.csv', 'date,hits'));
    expect(allowed).toContain(
      'plain (time,requestsPerSecond, optionally inputTokens,outputTokens)',
    );
    expect(readTrace(fileOf('two.csv', 'time,requestsPerSecond', '0,4', '600,5')).rates).toEqual([
      4, 5,
    ]);
  });

  test('is refused by its name where it cannot be read, or holds nothing', () => {
    expect(refused('no/such.csv')).toMatchObject([{ allowed: 'the path of a readable file' }]);
    expect(refused(fileOf('empty.csv', 'time,requestsPerSecond'))).toMatchObject([
      { value: 'empty.csv', allowed: 'a trace with requests' },
    ]);
  });

  test('is refused line by line, three of them', () => {
    const path = fileOf(
      'broken.csv',
      'time,requestsPerSecond,inputTokens',
      '2026-01-05T00:00:00Z,4,1',
      '2026-01-05T00:10:00Z,many,1',
      '',
      'yesterday,4,1',
      '2026-01-05T00:30:00Z,4,-1',
      '2026-01-05T00:40:00Z,,1',
      '2400,4,1',
    );
    expect(refused(path).map(({ value, allowed, fix }) => [value, allowed, fix])).toEqual([
      ['broken.csv:3', 'a number, 0 or more', 'it says "many"'],
      [
        'broken.csv:5',
        'a time: ISO 8601 from 1970 on, Unix seconds, or seconds after midnight',
        'it says "yesterday"',
      ],
      ['broken.csv:6', 'a number, 0 or more', 'it says "-1"; and 2 more such lines'],
    ]);
  });

  test.each([
    ['1767567600000', 1000],
    ['1767567600000000', 1_000_000],
    ['1767567600000000000', 1_000_000_000],
  ])('is refused for %s, which are no seconds, until it is divided as advised', (time, by) => {
    const lines = (first: string) => ['time,requestsPerSecond', `${first},4`];
    expect(refused(fileOf('ticks.csv', ...lines(time)))).toMatchObject([
      { value: 'ticks.csv:2', allowed: `a time in seconds: divide all by ${by}` },
    ]);
    const divided = fileOf('seconds.csv', ...lines(String(Number(time) / by)));
    expect(readTrace(divided)).toMatchObject({ clock: 'utc', seconds: [1_767_567_600] });
  });

  test('is refused for milliseconds where its format has seconds', () => {
    const line = '{"chat_id": 1, "timestamp": 1767567600000, "input_length": 5}';
    expect(refused(fileOf('ticks.jsonl', line))).toMatchObject([
      { allowed: 'smaller: divide all timestamps by 1000', fix: 'it says 1767567600000' },
    ]);
  });

  test('is refused for a time before 1970', () => {
    const path = fileOf('old.csv', 'time,requestsPerSecond', '1969-12-31T00:00:00Z,4');
    expect(refused(path)).toMatchObject([
      { allowed: 'a time: ISO 8601 from 1970 on, Unix seconds, or seconds after midnight' },
    ]);
  });

  test('is refused for a start beside its own dates, and read without it as advised', () => {
    const start = '2026-01-05T00:00:00Z';
    expect(refused(files.azure, { start })).toMatchObject([
      { path: 'start', value: start, fix: 'leave it out' },
    ]);
    expect(refused(files.azure)).toEqual([]);
  });

  test('is refused for a time that counts from elsewhere than the first', () => {
    const path = fileOf('mixed.csv', 'time,requestsPerSecond', '2026-01-05T00:00Z,4', '600,4');
    expect(refused(path)).toMatchObject([
      { value: 'mixed.csv:3', allowed: 'a line whose time counts like that of the first' },
    ]);
  });

  test('is refused for a line of JSON that is none, or whose numbers are none', () => {
    const path = fileOf(
      'broken.jsonl',
      '{"timestamp": 1, "input_length": 5}',
      '{"timestamp": 2, ',
      '{"timestamp": "3", "input_length": 5}',
      '{"timestamp": 4, "input_length": -5}',
    );
    expect(refused(path).map(({ value, allowed }) => [value, allowed])).toEqual([
      ['broken.jsonl:2', 'a JSON object'],
      ['broken.jsonl:3', 'a timestamp, 0 or more'],
      ['broken.jsonl:4', 'a number of tokens'],
    ]);
  });
});
