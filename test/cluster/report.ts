import Table from 'cli-table3';

/** How a scenario ended. */
export interface Result {
  readonly name: string;
  readonly expected: string;
  readonly observed: string;
  readonly seconds: number;
  readonly outcome: 'passed' | 'failed' | 'skipped';
}

export function tableOf(results: readonly Result[]): string {
  const table = new Table({
    head: ['scenario', 'expected', 'observed', 's'],
    colWidths: [16, 44, 78, 7],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { name, expected, observed, seconds, outcome } of results)
    table.push([
      `${name}${outcome === 'passed' ? '' : `\n${outcome.toUpperCase()}`}`,
      expected,
      observed,
      String(seconds),
    ]);
  return table.toString();
}

/** The closing line, as other test runners write it. */
export function summaryOf(results: readonly Result[]): string {
  const count = (outcome: Result['outcome']): number =>
    results.filter((result) => result.outcome === outcome).length;
  const skipped = count('skipped');
  return `${count('passed')} passed, ${count('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`;
}
