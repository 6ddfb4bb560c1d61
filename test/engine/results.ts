import { loadavg } from 'node:os';
import Table from 'cli-table3';

/** What a check saw, and whether that is what was expected. */
export interface Observation {
  readonly passed: boolean;
  readonly observed: string;
}

interface Row extends Observation {
  readonly check: string;
  readonly expected: string;
  readonly seconds: number;
}

/** The table of a run. */
export class Results {
  private readonly rows: Row[] = [];

  /** Runs one check; an error is a failure that says why. */
  public async check(
    check: string,
    expected: string,
    observe: () => Promise<Observation> | Observation,
  ): Promise<void> {
    const began = Date.now();
    const observation = await Promise.resolve()
      .then(observe)
      .catch((error) => ({ passed: false, observed: String(error?.message ?? error) }));
    const row = { check, expected, ...observation, seconds: (Date.now() - began) / 1000 };
    this.rows.push(row);
    const [busy] = loadavg();
    say(`${verdict(row)}  ${check}: ${row.observed} (load ${busy.toFixed(1)})`);
  }

  public get failed(): number {
    return this.rows.filter(({ passed }) => !passed).length;
  }

  /** The table, and last the line that counts. */
  public print(): void {
    const table = new Table({
      head: ['', 'check', 'expected', 'observed', 's'],
      colWidths: [6, 52, 42, 50, 8],
      wordWrap: true,
      style: { head: [], border: [] },
    });
    for (const row of this.rows) {
      table.push([verdict(row), row.check, row.expected, row.observed, row.seconds.toFixed(1)]);
    }
    say(`\n${table.toString()}\n`);
    say(`${this.rows.length - this.failed} passed, ${this.failed} failed`);
  }
}

function verdict({ passed }: Observation): string {
  return passed ? 'ok' : 'FAIL';
}

export function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
