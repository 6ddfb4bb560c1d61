import { basename, dirname } from 'node:path';
import { guess, InvalidInput } from '../violations';
import { modelById, modelIds } from './model/catalogue';
import { configFromFile } from './model/config-file';
import type { ModelGeometry } from './model/geometry';
import { readModelConfig } from './model/read-config';

/** A model: a row of the catalogue, its `config.json`, or a name known by measurement only. */
export class LlmModel {
  /**
   * A model of the catalogue.
   *
   * @param id Hugging Face id, such as `meta-llama/Llama-3.3-70B-Instruct`.
   * @throws when the catalogue has no such model, naming the nearest.
   */
  public static of(id: string): LlmModel {
    const geometry = modelById(id);
    if (geometry) return new LlmModel(id, geometry, id);
    throw new InvalidInput([
      {
        path: 'model',
        value: id,
        allowed: `a catalogue id (${guess(id, modelIds(), '').listed})`,
        fix: 'LlmModel.fromConfigFile reads any config.json',
      },
    ]);
  }

  /**
   * Any decoder model by its Hugging Face `config.json`.
   *
   * @param path Path of the file.
   * @param id Name of the model. @default - the name of the folder
   * @throws when the file cannot be read as a decoder's configuration.
   */
  public static fromConfigFile(path: string, id?: string): LlmModel {
    return LlmModel.fromConfig(id ?? basename(dirname(path)), configFromFile(path));
  }

  /**
   * Any decoder model by the content of its `config.json`.
   *
   * @param id Name of the model, for Hugging Face weights its repository.
   * @param config The content; the fields that decide the geometry suffice.
   * @throws when a field is missing or makes no sense, with all of them.
   */
  public static fromConfig(id: string, config: any): LlmModel {
    return new LlmModel(id, readModelConfig(id, config), { ...config, _name_or_path: id });
  }

  /**
   * A model that cannot be computed (speech, vision, closed formats): its service is planned from
   * `MeasuredService.maxRequestsPerSecond`.
   *
   * @param id Name of the model.
   */
  public static measured(id: string): LlmModel {
    return new LlmModel(id, undefined, id);
  }

  private constructor(
    /** Catalogue id or the name you gave. */
    public readonly id: string,
    private readonly geometry: ModelGeometry | undefined,
    private readonly request: unknown,
  ) {}

  /** Parameters, all experts counted; 0 for a measured model. */
  public get parameters(): number {
    return this.geometry?.parameters.total ?? 0;
  }

  /** Longest context the model was trained for; 0 for a measured model. */
  public get maxContextTokens(): number {
    return this.geometry?.maxContextTokens ?? 0;
  }

  /**
   * What the configuration says; absent for a measured model.
   * @internal
   */
  public _geometry(): ModelGeometry | undefined {
    return this.geometry;
  }

  /**
   * The model as a plan request names it.
   * @internal
   */
  public _toRequest(): unknown {
    return this.request;
  }
}
