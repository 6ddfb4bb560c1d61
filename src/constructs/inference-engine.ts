import type { EngineRequest, ParallelismRequest } from '../capacity/request';
import { defaultEngineVersion } from '../engines/vllm/defaults';
import { officialImage } from '../engines/vllm/image';
import { argumentViolations } from '../engines/vllm/owned-flags';
import { InvalidInput } from '../violations';
import type { SchedulingPolicy, WeightFormat } from './kinds';
import { type PropNames, unknownProps } from './unknown-props';

/** vLLM under its own names. What is left out is computed or the engine's default, and stated. */
export interface VllmOptions {
  /** Version; decides flags, metrics, drain and memory rules. @default 0.32.0 - the newest that was run and not only read */
  readonly version?: string;
  /** Image with digest, `registry/repository@sha256:…`. @default - the official image by its tag, with a warning */
  readonly image?: string;
  /** GPUs that share every layer; divides the model's heads. @default - the cheapest that meets the objectives */
  readonly tensorParallelSize?: number;
  /** Stages over which the layers are spread, 1 … the number of layers. @default - 1, or as many nodes as the model needs */
  readonly pipelineParallelSize?: number;
  /** Engines that share one front end and, with experts, their weights, 1 or more. @default 1 - replicas scale one by one */
  readonly dataParallelSize?: number;
  /** Experts are spread over tensor × data ranks. @default false - experts are sharded like the rest */
  readonly enableExpertParallel?: boolean;
  /** Longest sequence, prompt and answer, tokens, at most the model's own. @default - the model's own, or what the KV cache holds */
  readonly maxModelLen?: number;
  /** Sequences running at once, 1 … 65536. @default - the engine's, by version and GPU */
  readonly maxNumSeqs?: number;
  /** Tokens of one step, 16 or more. @default - the engine's, by version and GPU */
  readonly maxNumBatchedTokens?: number;
  /** Share of the GPU's memory the engine takes, 0.05 … 1. @default - the engine's, by version */
  readonly gpuMemoryUtilization?: number;
  /** Type of the KV cache: `auto`, `bfloat16`, `fp8`, `fp8_e4m3`, `fp8_e5m2` or `fp8_ds_mla`. @default auto - the model's own type, also under quantized weights */
  readonly kvCacheDtype?: string;
  /** Weight format. @default - as the checkpoint says */
  readonly quantization?: WeightFormat;
  /** Speculative decoding in the engine's word, such as `eagle3` or `mtp`; its memory is planned, its gain is not. With `speculativeTokens`. @default - none */
  readonly speculativeMethod?: string;
  /** Draft tokens a step, 1 … 32. With `speculativeMethod`. @default - none */
  readonly speculativeTokens?: number;
  /** How weights are read: `safetensors`, `fastsafetensors`, `runai_streamer`, `runai_streamer_sharded`, `instanttensor`, `tensorizer` or `sharded_state`. @default - what suits the place of the weights: the streamer for an object store, the engine's own elsewhere */
  readonly loadFormat?: string;
  /** No torch.compile and no CUDA graphs: starts sooner, costs per token. @default false - a start is paid once, tokens all day */
  readonly enforceEager?: boolean;
  /** 0 … 3, since vLLM 0.12: 0 compiles and captures nothing, 1 captures pieces of a step only, 2 and 3 are the same. @default - the engine's, 2 */
  readonly optimizationLevel?: number;
  /** Batch sizes whose CUDA graphs are captured, 1 or more each: a shorter list starts sooner, and larger batches run without graphs. @default - the engine's list, up to twice `maxNumSeqs` and at most 512 */
  readonly cudagraphCaptureSizes?: number[];
  /** Order of waiting requests. @default SchedulingPolicy.FCFS - as they come */
  readonly schedulingPolicy?: SchedulingPolicy;
  /** LoRA adapters on this base model by their names in the OpenAI API, each a path below `/models` beside the weights, or a repository where the engine downloads its weights. @default - none; any of the four props turns adapters on */
  readonly loraModules?: { readonly [name: string]: string };
  /** Adapters that one batch may mix, 1 or more; each is a slot on the GPU. @default - one for each of `loraModules`, at least 1 */
  readonly maxLoras?: number;
  /** Largest rank of an adapter: 1, 8, 16, 32, 64, 128, 256, 320 or 512. @default 16 - the engine's */
  readonly maxLoraRank?: number;
  /** Adapters that a worker keeps in host memory, at least `maxLoras`. @default - as many as there are slots or modules */
  readonly maxCpuLoras?: number;
  /** Other arguments, in the engine's words; a flag that the plan models is refused. @default - those that the plan writes */
  readonly extraArgs?: string[];
  /** Environment of the server; wins over the library's own, and must hold no secret. @default - the library's own */
  readonly env?: { readonly [name: string]: string };
}

const vllmOptions: PropNames<VllmOptions> = {
  version: true,
  image: true,
  tensorParallelSize: true,
  pipelineParallelSize: true,
  dataParallelSize: true,
  enableExpertParallel: true,
  maxModelLen: true,
  maxNumSeqs: true,
  maxNumBatchedTokens: true,
  gpuMemoryUtilization: true,
  kvCacheDtype: true,
  quantization: true,
  speculativeMethod: true,
  speculativeTokens: true,
  loadFormat: true,
  enforceEager: true,
  optimizationLevel: true,
  cudagraphCaptureSizes: true,
  schedulingPolicy: true,
  loraModules: true,
  maxLoras: true,
  maxLoraRank: true,
  maxCpuLoras: true,
  extraArgs: true,
  env: true,
};

/** The engine that serves the model. */
export class InferenceEngine {
  /**
   * vLLM.
   *
   * ```ts
   * InferenceEngine.vllm({ version: '0.32.0', maxModelLen: 8192 });
   * ```
   *
   * @throws when `extraArgs` holds a flag that the plan models, naming its prop.
   */
  public static vllm(options: VllmOptions = {}): InferenceEngine {
    const violations = [
      ...unknownProps(options, vllmOptions, 'engine.'),
      ...argumentViolations(options.extraArgs ?? []),
    ];
    if (violations.length > 0) throw new InvalidInput(violations);
    return new InferenceEngine('vllm', options);
  }

  private constructor(
    /** Name of the engine. */
    public readonly name: string,
    private readonly options: VllmOptions,
  ) {}

  /** Version without a leading `v`. */
  public get version(): string {
    return (this.options.version ?? defaultEngineVersion).replace(/^v/, '');
  }

  /**
   * The stated image, or the official one for a GPU vendor.
   * @internal
   */
  public _image(vendor: string): string {
    return this.options.image ?? officialImage(this.version, vendor);
  }

  /**
   * What the constructs read of them.
   * @internal
   */
  public _options(): Pick<
    VllmOptions,
    'extraArgs' | 'env' | 'quantization' | 'loraModules' | 'maxModelLen'
  > {
    return this.options;
  }

  /**
   * The engine as a plan request names it, with the image for a GPU vendor.
   * @internal
   */
  public _toRequest(vendor: string): EngineRequest {
    const { maxModelLen, maxNumSeqs, maxNumBatchedTokens } = this.options;
    const { gpuMemoryUtilization, kvCacheDtype, loadFormat, enforceEager } = this.options;
    const { optimizationLevel, cudagraphCaptureSizes, schedulingPolicy } = this.options;
    return {
      name: this.name,
      version: this.version,
      image: this._image(vendor),
      maxModelLen,
      maxNumSeqs,
      maxNumBatchedTokens,
      gpuMemoryUtilization,
      kvCacheDtype,
      loadFormat,
      enforceEager,
      optimizationLevel,
      cudagraphCaptureSizes,
      schedulingPolicy,
      speculative: this.speculative(),
      lora: this.lora(),
    };
  }

  private lora(): EngineRequest['lora'] {
    const { loraModules: modules, maxLoras, maxLoraRank: maxRank, maxCpuLoras } = this.options;
    const stated = { modules, maxLoras, maxRank, maxCpuLoras };
    return Object.values(stated).some((value) => value !== undefined) ? stated : undefined;
  }

  // Half a statement is left to the schema, which names what is missing.
  private speculative(): EngineRequest['speculative'] {
    const { speculativeMethod: method, speculativeTokens: tokens } = this.options;
    if (method === undefined && tokens === undefined) return undefined;
    return { method, tokens } as EngineRequest['speculative'];
  }

  /**
   * The parallelism as a plan request names it; absent where nothing is stated.
   * @internal
   */
  public _parallelism(): ParallelismRequest | undefined {
    const { tensorParallelSize, pipelineParallelSize } = this.options;
    const { dataParallelSize, enableExpertParallel } = this.options;
    const stated = {
      tensor: tensorParallelSize,
      pipeline: pipelineParallelSize,
      data: dataParallelSize,
      expert: enableExpertParallel,
    };
    return Object.values(stated).some((value) => value !== undefined) ? stated : undefined;
  }
}
