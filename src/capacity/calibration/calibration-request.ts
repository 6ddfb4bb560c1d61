import { readFileSync } from 'node:fs';
import { InvalidInput, type Violation } from '../../violations';
import type { PlanRequest } from '../request';
import { withTokenTime } from './implied';
import { readCalibration } from './read-calibration';
import type { CalibrationReading, CalibrationRow, MeasuredServer } from './row';

const PATH = '/calibration';

/** The request with what its calibration files say in their place, and times where a throughput implies them. */
export function withReadings<T extends PlanRequest>(request: T): T {
  const { calibration } = request;
  if (!calibration?.some(isOpen)) return request;
  const violations: Violation[] = [];
  const readings = calibration.map((item, i): CalibrationReading => {
    if (typeof item !== 'string') return ofRow(withTokenTime(item));
    try {
      return readingOf(item, `${PATH}/${i}`);
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      violations.push(...error.violations);
      return ofRow();
    }
  });
  if (violations.length > 0) throw new InvalidInput(violations);
  const rows = readings.flatMap((reading) => reading.rows);
  // What is stated wins over what a file says, and an earlier file over a later one.
  const shown = readings.reduceRight<MeasuredServer>(
    (later, { measured }) => ({ ...later, ...measured }),
    {},
  );
  const measured = { ...shown, ...request.measured };
  return {
    ...request,
    calibration: rows.length > 0 ? rows : undefined,
    measured: Object.keys(measured).length > 0 ? measured : undefined,
  };
}

/** The rows of a request whose files are read. */
export function rowsOf({ calibration = [] }: PlanRequest): readonly CalibrationRow[] {
  return calibration as readonly CalibrationRow[];
}

/** A path, or a row without its time. */
function isOpen(item: CalibrationRow | string): boolean {
  return typeof item === 'string' || item.timePerOutputTokenMs === undefined;
}

/** Rows that say neither how many were in flight nor how many came, or no time and nothing that implies one. */
export function calibrationViolations({ calibration = [] }: PlanRequest): Violation[] {
  return calibration.flatMap((row, i) => {
    if (typeof row === 'string') return [];
    return [...loadViolations(row, `${PATH}/${i}`), ...timeViolations(row, `${PATH}/${i}`)];
  });
}

function loadViolations(row: CalibrationRow, path: string): Violation[] {
  if (row.concurrency !== undefined || row.requestsPerSecond !== undefined) return [];
  const allowed = 'with concurrency or requestsPerSecond, or both';
  const fix = 'concurrency of a closed loop, requestsPerSecond of an open one';
  return [{ path, value: row, allowed, fix }];
}

function timeViolations(
  { timePerOutputTokenMs: value }: CalibrationRow,
  path: string,
): Violation[] {
  if (value !== undefined) return [];
  const allowed = 'given, or implied by concurrency and outputTokensPerSecond';
  return [{ path: `${path}/timePerOutputTokenMs`, value, allowed, fix: 'give milliseconds' }];
}

function readingOf(path: string, pointer: string): CalibrationReading {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch {
    const allowed = 'a load point, or the path of a readable file';
    const fix = `it is looked up from ${process.cwd()}`;
    throw new InvalidInput([{ path: pointer, value: path, allowed, fix }]);
  }
  return readCalibration(path, content, pointer);
}

function ofRow(row?: CalibrationRow): CalibrationReading {
  const rows = row ? [row] : [];
  return { rows, measured: {}, startupStages: [], provenance: { flags: {} } };
}
