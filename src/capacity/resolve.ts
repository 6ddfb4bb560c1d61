import { guessCard } from '../facts/accelerator-names';
import { type AcceleratorRow, acceleratorRow, acceleratorRows } from '../facts/accelerator-rows';
import type { ModelGeometry, WeightFormat } from '../facts/model/geometry';
import { withoutEncoder } from '../facts/model/outside-decoder';
import { type NodeRow, nodeRow, nodeRows, referenceNodesFor } from '../facts/node-rows';
import { type Guess, guess, InvalidInput, type Violation } from '../violations';
import { calibrationViolations, rowsOf, withReadings } from './calibration/calibration-request';
import type { CalibrationRow } from './calibration/row';
import { type ResolvedEngine, resolveEngine } from './engine-settings';
import { findModel } from './find-model';
import { historyOf, historyViolations } from './history/history-request';
import type { TrafficHistory } from './history/traffic-history';
import { longestAsked } from './lengths';
import { genericNode, ownAccelerator, ownNode, withoutLayers } from './own-rows';
import { pinViolations } from './pins';
import type { PlanRequest } from './request';
import { requestViolations } from './sense';

/** A request with its names looked up; what it leaves open is settled later, with evidence. */
export interface PlanInputs {
  /** Traces and benchmarks that were stated by their path are here by what is known of them. */
  readonly request: PlanRequest;
  readonly history?: TrafficHistory;
  /** Load points that were stated or read; the same list for the same request. */
  readonly calibration: readonly CalibrationRow[];
  readonly name: string;
  readonly namespace: string;
  readonly modelId: string;
  /** Absent for a model known by measurement only. */
  readonly model?: ModelGeometry;
  /** The model, or a stand-in without layers for one known by measurement only. */
  readonly geometry: ModelGeometry;
  readonly format: WeightFormat;
  readonly accelerator: AcceleratorRow;
  /** Shapes to choose from, at least one. */
  readonly nodes: readonly NodeRow[];
  readonly engine: ResolvedEngine;
}

/** Looks up every name of a request; throws `InvalidInput` with all violations. */
export function resolveRequest(stated: PlanRequest): PlanInputs {
  const violations: Violation[] = [];
  const collect = <T>(find: () => T | undefined): T | undefined => {
    try {
      return find();
    } catch (error) {
      if (!(error instanceof InvalidInput)) throw error;
      violations.push(...error.violations);
      return undefined;
    }
  };
  const history = collect(() => historyOf(stated.traffic));
  const read = collect(() => withReadings(stated)) ?? { ...stated, calibration: undefined };
  const request = history ? { ...read, traffic: { ...read.traffic, history } } : read;
  const found = collect(() => findModel(request));
  const model = found && request.engine?.languageModelOnly ? withoutEncoder(found) : found;
  const node = collect(() => findNode(request));
  const accelerator = collect(() => findAccelerator(request, node));
  const nodes = collect(() =>
    node || !accelerator ? node && [node] : nodesFor(accelerator, request.platform?.provider),
  );
  violations.push(...pinViolations(request.pins ?? []));
  violations.push(...requestViolations(request, model, accelerator, node));
  violations.push(...historyViolations(request, history));
  violations.push(...calibrationViolations(request));
  if (violations.length > 0 || !accelerator || !nodes) throw new InvalidInput(violations);
  const modelId = typeof request.model === 'string' ? request.model : (model?.id ?? 'custom');
  return {
    request,
    history,
    calibration: rowsOf(request),
    name: request.name ?? modelId,
    namespace: request.namespace ?? 'default',
    modelId,
    model,
    geometry: model ?? withoutLayers(modelId),
    format: (request.quantization as WeightFormat) ?? model?.checkpointFormat ?? 'bf16',
    accelerator,
    nodes,
    engine: engineOf(request, accelerator, model),
  };
}

/** The engine of a request on an accelerator, after its defaults. */
export function engineOf(
  request: PlanRequest,
  accelerator: AcceleratorRow,
  model: ModelGeometry | undefined,
): ResolvedEngine {
  const { engine = {}, traffic, operatingPoint, caches } = request;
  // Prompts that are said to hit the prefix cache need it on, also where it is off by default.
  const hits = [traffic, operatingPoint].some((load) => (load?.cachedInputShare ?? 0) > 0);
  const stated = {
    ...(hits && { prefixCaching: true }),
    // The engine takes any context of a model that states none.
    ...(model?.statesNoContext && {
      maxModelLen: Math.max(model.maxContextTokens, longestAsked(request)),
    }),
    ...engine,
  };
  return resolveEngine(stated, accelerator, caches?.weights, model);
}

function findNode({ node, accelerator }: PlanRequest): NodeRow | undefined {
  if (node === undefined) return undefined;
  if (typeof node !== 'string') return ownNode(node, accelerator);
  const row = nodeRow(node);
  if (row) return row;
  const ids = nodeRows.map(({ id: known }) => known);
  throw unknownId('/node', node, guess(node, ids, UNKNOWN));
}

function findAccelerator(
  { accelerator }: PlanRequest,
  node: NodeRow | undefined,
): AcceleratorRow | undefined {
  if (typeof accelerator === 'object') return ownAccelerator(accelerator);
  const id = accelerator ?? node?.accelerator;
  if (id === undefined || id === '') {
    throw new InvalidInput([
      {
        path: '/accelerator',
        value: undefined,
        allowed: 'given, or implied by node',
        fix: 'give an id such as H100-SXM',
      },
    ]);
  }
  const row = acceleratorRow(id);
  if (row) return row;
  const ids = acceleratorRows.map((known) => known.id);
  throw unknownId('/accelerator', id, guessCard(id, ids, UNKNOWN));
}

const UNKNOWN = 'choose one, or describe your own';

function unknownId(path: string, value: string, { listed, fix }: Guess): InvalidInput {
  return new InvalidInput([
    {
      path,
      value,
      allowed: `a catalogue id (${listed})`,
      fix,
    },
  ]);
}

/** Shapes of the stated provider, else of the first that has this accelerator. */
function nodesFor(accelerator: AcceleratorRow, provider: string | undefined): NodeRow[] {
  const all = referenceNodesFor(accelerator.id);
  const wanted = all.filter((row) => row.provider === (provider ?? all[0]?.provider));
  if (wanted.length > 0) return wanted;
  if (all.length === 0 || provider === 'bare-metal') return [genericNode(accelerator)];
  throw new InvalidInput([
    {
      path: '/platform/provider',
      value: provider,
      allowed: `one of ${[...new Set(all.map((row) => row.provider))].join(', ')}: the catalogue has no machine of it with ${accelerator.id}`,
      fix: 'describe the machine as node, or choose another accelerator',
    },
  ]);
}
