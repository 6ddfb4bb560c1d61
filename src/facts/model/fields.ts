import type { Violation } from '../../violations';

/** Largest count a configuration may state; deeper or wider models do not exist. */
const LIMIT = 1e9;

/** The way out for architectures whose memory this library cannot compute. */
export const PLAN_MEASURED =
  'state measured.maxRequestsPerSecond: a measured service is planned without a geometry';

/** Reads the fields of a model configuration and notes each one that is missing or malformed. */
export class ConfigFields {
  private readonly noted = new Map<string, Violation>();

  public constructor(private readonly config: Readonly<Record<string, unknown>>) {}

  public get violations(): readonly Violation[] {
    return [...this.noted.values()];
  }

  /** A field as it stands; `null` in a configuration means that the field is not used. */
  public raw(name: string): unknown {
    return this.config[name] ?? undefined;
  }

  /** The first of `names` that is stated; model families spell one quantity differently. */
  public count(...names: string[]): number | undefined {
    const name = names.find((each) => this.raw(each) !== undefined);
    if (name === undefined) return undefined;
    const value = this.raw(name);
    if (isCount(value)) return value;
    this.note(name, 'a whole number', copy(name));
    return undefined;
  }

  /** As `count`, and noted when absent; the arithmetic goes on with 1 to find further problems. */
  public need(...names: string[]): number {
    const value = this.count(...names);
    if (value !== undefined && value > 0) return value;
    const stated = names.find((each) => this.raw(each) !== undefined) ?? names[0];
    this.note(stated, 'a whole number of at least 1', copy(stated));
    return 1;
  }

  public flag(name: string): boolean {
    return this.raw(name) === true;
  }

  public object(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.raw(name);
    return isObject(value) ? value : undefined;
  }

  /** A list with an entry for each of `layers`; longer lists also describe draft layers. */
  public list(name: string, layers: number): readonly unknown[] | undefined {
    const value = this.raw(name);
    if (!Array.isArray(value)) return undefined;
    if (value.length >= layers) return value;
    this.note(name, `a list of at least ${layers} entries`, copy(name));
    return undefined;
  }

  /** Takes over what the object under `name` noted. */
  public adopt(name: string, inner: ConfigFields): void {
    for (const violation of inner.violations) {
      const path = violation.path.replace('/model', `/model/${name}`);
      this.noted.set(path, { ...violation, path });
    }
  }

  public note(name: string, allowed: string, fix: string): void {
    const path = `/model/${name}`;
    if (this.noted.has(path)) return;
    this.noted.set(path, { path, value: this.raw(name), allowed, fix });
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LIMIT;
}

function copy(name: string): string {
  return `copy ${name} from the config.json of the model`;
}
