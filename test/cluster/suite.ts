import type { Result } from './report';
import { ALL } from './scenarios';

type Named = Pick<Result, 'name' | 'expected'>;

/** The scenarios that are wanted, and how they ended. */
export class Suite {
  readonly results: Result[] = [];

  constructor(
    private readonly only: readonly string[] | undefined,
    private readonly say: (line: string) => void,
  ) {
    const known = ALL.map(({ name }) => name);
    const unknown = only?.filter((name) => !known.includes(name)) ?? [];
    if (unknown.length > 0)
      throw new Error(`"--only" knows no ${unknown.join(', ')}: choose from ${known.join(', ')}`);
  }

  async inOrder<T extends Named>(
    all: readonly T[],
    run: (one: T) => Promise<string>,
  ): Promise<void> {
    for (const scenario of this.wanted(all)) await this.tryOut(scenario, run);
  }

  async atOnce<T extends Named>(
    all: readonly T[],
    run: (one: T) => Promise<string>,
  ): Promise<void> {
    await Promise.all(this.wanted(all).map((scenario) => this.tryOut(scenario, run)));
  }

  skip(all: readonly Named[], reason: string): void {
    for (const { name, expected } of this.wanted(all))
      this.results.push({ name, expected, observed: reason, seconds: 0, outcome: 'skipped' });
  }

  private wanted<T extends Named>(all: readonly T[]): readonly T[] {
    return all.filter(({ name }) => this.only?.includes(name) ?? true);
  }

  private async tryOut<T extends Named>(
    scenario: T,
    run: (one: T) => Promise<string>,
  ): Promise<void> {
    const { name, expected } = scenario;
    const since = Date.now();
    const [outcome, observed] = await run(scenario).then(
      (text) => ['passed', text] as const,
      (error: Error) => ['failed', error.message] as const,
    );
    const seconds = Math.round((Date.now() - since) / 1000);
    this.say(`${name} ${outcome} in ${seconds} s${outcome === 'failed' ? `: ${observed}` : ''}`);
    this.results.push({ name, expected, observed, seconds, outcome });
  }
}
