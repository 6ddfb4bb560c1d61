/** What a CSV file calls its columns; names are compared without case, blanks and signs. */
export interface CsvFormat {
  readonly name: string;
  /** The first line as its authors write it. */
  readonly header: string;
  /** Columns that may follow. */
  readonly optional?: string;
  readonly time: readonly string[];
  /** Absent where a line is one request. */
  readonly rate?: readonly string[];
  readonly input: readonly string[];
  readonly output: readonly string[];
}

/** The more telling first: a file is of the first format whose columns it has. */
export const csvFormats: readonly CsvFormat[] = [
  {
    name: 'azure',
    header: 'TIMESTAMP,ContextTokens,GeneratedTokens',
    time: ['timestamp'],
    input: ['contexttokens'],
    output: ['generatedtokens'],
  },
  {
    name: 'burst-gpt',
    header: 'Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type',
    time: ['timestamp'],
    input: ['requesttokens'],
    output: ['responsetokens'],
  },
  {
    name: 'plain',
    header: 'time,requestsPerSecond',
    optional: 'inputTokens,outputTokens',
    // The aliases are those of ten-minute sums over ServeGen's clients.
    time: ['time', 'seconds', 'ts'],
    rate: ['requestspersecond', 'requestspers'],
    input: ['inputtokens', 'promptmean'],
    output: ['outputtokens', 'outputmean'],
  },
];

/** ServeGen names no columns: time and rate come first, then how the arrivals vary. */
export const serveGen = {
  name: 'serve-gen',
  header: 'no names: seconds,requestsPerSecond,cv,…',
  leastCells: 3,
} as const;

/** A line of JSON a request, with `input_length` and `output_length`. */
export interface JsonFormat {
  readonly name: string;
  /** A key by which it is told apart. */
  readonly key: string;
  /** Ticks of `timestamp` in a second. */
  readonly ticks: number;
}

export const jsonFormats: readonly JsonFormat[] = [
  { name: 'bailian', key: 'chat_id', ticks: 1 },
  { name: 'mooncake', key: 'input_length', ticks: 1000 },
];

/** Names of all formats. */
export const formatNames: readonly string[] = [...csvFormats, serveGen, ...jsonFormats].map(
  ({ name }) => name,
);

/** Every format with the line by which it is known, for those who have another. */
export const knownFormats: readonly string[] = [
  ...csvFormats.map(({ name, header, optional }) =>
    optional ? `${name} (${header}, optionally ${optional})` : `${name} (${header})`,
  ),
  `${serveGen.name} (${serveGen.header})`,
  ...jsonFormats.map(({ name, key }) => `${name} (a line of JSON a request, with ${key})`),
];
