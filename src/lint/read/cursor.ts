import type { Json, JsonObject, ManifestObject, Path, Place, Sited } from '../view/place';
import { asFlag, asList, asMap, asNumber, asQuantity, asText, step, texts } from './json';

/** A value of an object and its place; the value is missing where the place is only a possible one. */
export class Cursor implements Place {
  public static of(object: ManifestObject): Cursor {
    return new Cursor(object, [], object.content);
  }

  public constructor(
    public readonly object: ManifestObject,
    public readonly path: Path,
    public readonly value: Json | undefined,
  ) {}

  public at(...keys: Path): Cursor {
    const value = keys.reduce<Json | undefined>(step, this.value);
    return new Cursor(this.object, [...this.path, ...keys], value);
  }

  public get isWritten(): boolean {
    return this.value !== undefined && this.value !== null;
  }

  public get place(): Place {
    return { object: this.object, path: this.path };
  }

  public get text(): string | undefined {
    return asText(this.value);
  }

  public get number(): number | undefined {
    return asNumber(this.value);
  }

  public get quantity(): number | undefined {
    return asQuantity(this.value);
  }

  public get flag(): boolean | undefined {
    return asFlag(this.value);
  }

  public get map(): JsonObject | undefined {
    return asMap(this.value);
  }

  public get texts(): Record<string, string> {
    return texts(this.value);
  }

  public get items(): readonly Cursor[] {
    return asList(this.value).map((_, index) => this.at(index));
  }

  /** Those of a list that are maps: what else stands in a list of containers is nothing. */
  public get maps(): readonly Cursor[] {
    return this.items.filter(({ map }) => map !== undefined);
  }

  public get entries(): readonly (readonly [string, Cursor])[] {
    return Object.keys(this.map ?? {}).map((key) => [key, this.at(key)] as const);
  }

  /** A value that was written here. */
  public sited<T>(value: T): Sited<T> {
    return { object: this.object, path: this.path, value };
  }

  /** What was written here, or what is assumed otherwise. */
  public or<T>(value: T | undefined, otherwise: T): Sited<T> {
    const { object, path } = this;
    return value === undefined
      ? { object, path, value: otherwise, isDefault: true }
      : { object, path, value };
  }

  /** What was written here, if anything. */
  public maybe<T>(value: T | undefined): Sited<T> | undefined {
    return value === undefined ? undefined : this.sited(value);
  }
}
