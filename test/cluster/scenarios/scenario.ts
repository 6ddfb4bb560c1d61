import type { Sandbox } from '../world/sandbox';
import type { World } from '../world/world';

/** A claim of the library, tried on real parts. */
export interface Scenario {
  readonly name: string;
  /** What must be seen. */
  readonly expected: string;
  /** Says what was seen; throws where that is not what must be. */
  readonly run: (world: World) => Promise<string>;
}

/** A claim that needs no machines and no engines, and can be tried on any cluster. */
export interface PlainScenario extends Omit<Scenario, 'run'> {
  readonly run: (sandbox: Sandbox) => Promise<string>;
}

/** What was seen, and what of it must not be. */
export class Findings {
  private readonly seen: string[] = [];
  private readonly wrong: string[] = [];

  note(text: string): void {
    this.seen.push(text);
  }

  /** Notes the text, and fails the scenario at its end unless `holds`. */
  check(holds: boolean, text: string): void {
    if (holds) this.seen.push(text);
    else this.wrong.push(text);
  }

  get text(): string {
    if (this.wrong.length > 0) throw new Error([...this.wrong, ...this.seen].join('; '));
    return this.seen.join('; ');
  }
}

export const seconds = (count: number): Promise<void> =>
  new Promise((done) => setTimeout(done, count * 1000));
