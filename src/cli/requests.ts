import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { withReadings } from '../capacity/calibration/calibration-request';
import { historyFromFile } from '../capacity/history/summarise';
import type { PlanRequest } from '../capacity/request';
import { configFromFile } from '../facts/model/config-file';
import { InvalidInput } from '../violations';
import type { CliIo } from './io';

/** The requests of a file; `isList` tells how the answer is to be shaped. */
export interface RequestFile {
  readonly requests: readonly unknown[];
  readonly isList: boolean;
}

/** Reads YAML or JSON from a file, or from standard input for `-`. */
export function readRequests(file: string, io: CliIo): RequestFile {
  const value = parse(file, text(file, io));
  const isList = Array.isArray(value);
  if (isList && value.length === 0) {
    throw unusable(
      file,
      'a request, or a list of at least one',
      "start with 'model: <Hugging Face id>'",
    );
  }
  const requests = isList ? (value as unknown[]) : [value];
  return {
    requests: requests.map((request) =>
      withBenchmarks(withTrace(withModelConfig(request, file), file), file),
    ),
    isList,
  };
}

function text(file: string, io: CliIo): string {
  try {
    return file === '-' ? io.stdin() : readFileSync(file, 'utf8');
  } catch {
    throw unusable(file, 'the path of a readable file', 'check the path; - reads standard input');
  }
}

function parse(file: string, content: string): unknown {
  // The parser costs 30 ms at load, so only a verb that reads pays for it.
  const { parseDocument } = require('yaml') as typeof import('yaml');
  try {
    const document = parseDocument(content, { uniqueKeys: true });
    const [error] = document.errors;
    if (!error) return document.toJS({ maxAliasCount: 100 });
    const [line] = error.message.split('\n');
    throw unusable(file, 'YAML or JSON', line.replace(/:$/, ''));
  } catch (error) {
    if (error instanceof InvalidInput) throw error;
    // Too many aliases or too deep: the parser gives up in its own way.
    throw unusable(file, 'YAML or JSON of ordinary depth', (error as Error).message);
  }
}

/**
 * A model given by path is meant from where the request lies. Its content takes the place of the
 * path, so that the same request has the same plan in every folder.
 */
function withModelConfig(request: unknown, file: string): unknown {
  if (typeof request !== 'object' || request === null || file === '-') return request;
  const { model } = request as { model?: unknown };
  if (typeof model !== 'string' || !model.endsWith('.json')) return request;
  const beside = resolve(dirname(file), model);
  if (!existsSync(beside)) return request;
  try {
    const name = basename(dirname(beside));
    return { ...request, model: { _name_or_path: name, ...configFromFile(beside) } };
  } catch {
    // The plan reads it again and tells what is wrong, in this request's place of the list.
    return { ...request, model: beside };
  }
}

/** A trace too is meant from where the request lies, and its summary takes its place. */
function withTrace(request: unknown, file: string): unknown {
  if (typeof request !== 'object' || request === null || file === '-') return request;
  const { traffic } = request as PlanRequest;
  if (typeof traffic?.history !== 'string') return request;
  const beside = resolve(dirname(file), traffic.history);
  if (!existsSync(beside)) return request;
  try {
    return { ...request, traffic: { ...traffic, history: historyFromFile(beside) } };
  } catch {
    return { ...request, traffic: { ...traffic, history: beside } };
  }
}

/** So are the files of a calibration. */
function withBenchmarks(request: unknown, file: string): unknown {
  if (typeof request !== 'object' || request === null || file === '-') return request;
  const { calibration } = request as PlanRequest;
  if (!Array.isArray(calibration)) return request;
  const beside = calibration.map((item: unknown) => {
    if (typeof item !== 'string') return item;
    const path = resolve(dirname(file), item);
    return existsSync(path) ? path : item;
  });
  const found = { ...(request as PlanRequest), calibration: beside as PlanRequest['calibration'] };
  try {
    return withReadings(found);
  } catch {
    return found;
  }
}

function unusable(file: string, allowed: string, fix: string): InvalidInput {
  return new InvalidInput([{ path: 'FILE', value: file, allowed, fix }]);
}
