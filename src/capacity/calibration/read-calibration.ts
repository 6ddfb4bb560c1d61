import { basename } from 'node:path';
import { InvalidInput } from '../../violations';
import { isAiConfigurator, readAiConfigurator } from './aiconfigurator';
import { isScrape, readScrape } from './cache-config';
import { type Fields, mapping } from './fields';
import { isGuideLlm, readGuideLlm } from './guidellm';
import { isPlain, plainColumns, readPlain } from './plain-rows';
import type { CalibrationReading } from './row';
import { isStartupLog, readStartupLog } from './startup-log';
import { isVllmBench, readVllmBench } from './vllm-bench';

/** What a file may be. */
export const knownSources = [
  'a result of vllm bench serve (JSON)',
  'a report of GuideLLM (JSON or YAML)',
  'the log of a start of vLLM',
  'a scrape of /metrics with vllm:cache_config_info',
  'rows of AIConfigurator (CSV or JSON)',
  `rows (CSV, JSON or YAML) with ${plainColumns}`,
] as const;

const SHOWN = 60;

/**
 * What a file tells of a server; `pointer` is where its path was stated.
 *
 * @throws `InvalidInput` for a text of no known source, or one that lacks what a plan needs.
 */
export function readCalibration(
  name: string,
  content: string,
  pointer = 'calibration',
): CalibrationReading {
  const clean = content.replace(/^\uFEFF/, '');
  const problem = (value: unknown, allowed: string, fix: string): InvalidInput => {
    const shown = typeof value === 'string' ? value : JSON.stringify(value);
    return new InvalidInput([
      { path: pointer, value: basename(name), allowed, fix: `it has ${shown ?? 'none'}: ${fix}` },
    ]);
  };
  if (clean.trim() === '') throw unknown(name, pointer, 'it is empty');
  if (isScrape(clean)) return readScrape(clean);
  if (!/^\s*[[{]/.test(clean) && isStartupLog(clean)) return readStartupLog(clean);
  const { values, fault } = parsed(clean);
  if (fault !== undefined) throw unknown(name, pointer, fault);
  const [first] = values;
  if (isGuideLlm(first)) return readGuideLlm(first, problem);
  if (isVllmBench(first)) return readVllmBench(values, problem);
  const rows = values.map(mapping).filter((value) => value !== undefined);
  if (rows.length === values.length && isAiConfigurator(rows[0])) {
    return readAiConfigurator(rows, problem);
  }
  if (rows.length === values.length && isPlain(rows[0])) return readPlain(rows, problem);
  throw unknown(name, pointer, startOf(clean));
}

interface Parsed {
  readonly values: readonly unknown[];
  readonly fault?: string;
}

/** The objects of JSON, of JSON lines, of YAML or of a CSV with a header. */
function parsed(content: string): Parsed {
  if (/^\s*[[{]/.test(content)) return ofJson(content);
  const [line] = content.trimStart().split(/\r?\n/, 1);
  return line.includes(',') && !line.includes(': ') ? ofCsv(content) : ofYaml(content);
}

function ofJson(content: string): Parsed {
  try {
    return { values: listed(JSON.parse(content)) };
  } catch (error) {
    // `--append-result` writes one result a line.
    try {
      const lines = content.split('\n').filter((line) => line.trim() !== '');
      if (lines.length > 1) return { values: lines.map((line) => JSON.parse(line) as unknown) };
    } catch {
      // The fault of the whole says more than that of a line.
    }
    return { values: [], fault: `it is broken JSON (${(error as Error).message})` };
  }
}

function ofYaml(content: string): Parsed {
  // Only who has such a file pays for loading the parser.
  const { parse } = require('yaml') as typeof import('yaml');
  try {
    return { values: listed(parse(content, { maxAliasCount: 100, logLevel: 'error' })) };
  } catch {
    return { values: [], fault: startOf(content) };
  }
}

function ofCsv(content: string): Parsed {
  const { parse: papa } = require('papaparse') as typeof import('papaparse');
  // Its own header option prints a warning where two columns have the same name.
  const [names = [], ...lines] = papa<string[]>(content, { skipEmptyLines: 'greedy' }).data;
  const fieldsOf = (cells: readonly string[]): Fields =>
    Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  return { values: lines.map(fieldsOf) };
}

const listed = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function startOf(content: string): string {
  const [line] = content.trimStart().split(/\r?\n/, 1);
  return `it starts with '${line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line}'`;
}

function unknown(name: string, path: string, fault: string): InvalidInput {
  const allowed = `one of: ${knownSources.join('; ')}`;
  return new InvalidInput([
    { path, value: basename(name), allowed, fix: `${fault}; give such a file, or rows` },
  ]);
}
