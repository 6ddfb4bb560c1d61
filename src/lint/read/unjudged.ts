import type { EngineName } from '../view/engine-view';
import type { Json, ManifestObject } from '../view/place';
import type { Note } from '../view/view';
import { imageRow, isUnnamedServer } from './engine-images';
import { programOf } from './engine-programs';
import { asList, asMap, asText, map } from './json';
import { groupOf } from './objects';

/** Kinds that serve models by what they are, and whose pods no file tells. */
const SERVING: readonly (readonly [RegExp, RegExp])[] = [
  [/^inference\.llmaz\.io$/, /^(Playground|Service)$/],
  [/^kaito\.sh$/, /^(Workspace|InferenceSet|RAGEngine)$/],
  [/^ome\.io$/, /^InferenceService$/],
  [/^ray\.io$/, /^RayService$/],
  [/^(apps\.)?nvidia\.com$/, /^(NIMPipeline|DynamoGraphDeployment|DynamoComponentDeployment)$/],
  [/^arks\.ai$/, /^Arks(Application|DisaggregatedApplication)$/],
];

/** Groups of Kubernetes itself, whose kinds are read or start nothing that serves. */
const BUILT_IN = /^$|^(apps|batch|extensions|policy|autoscaling|argoproj\.io)$|[.-]k8s\.io$/;

/** So deep and no deeper: containers stand within a handful of levels. */
const DEEPEST = 24;

/** That an object serves a model and is not judged: silence about it says nothing. */
export function unjudged(object: ManifestObject): Note | undefined {
  const { kind, name, file } = object;
  const group = groupOf(object);
  // Of KAITO's, one that tunes a model serves none.
  const isServing =
    !map(object.content, 'tuning') &&
    SERVING.some(([groups, kinds]) => groups.test(group) && kinds.test(kind));
  const isOwn = !BUILT_IN.test(group) || group === 'workloads.x-k8s.io';
  const runs = isOwn ? runBy(object.content, 0) : undefined;
  if (!isServing && runs === undefined) return undefined;
  const what = runs === undefined ? 'serves a model' : `runs ${runs}`;
  return {
    file,
    message: `${kind} '${name}' ${what}, and is not judged, as no rule reads its pods`,
  };
}

/** The first engine that anything in it starts, or whose image it names. */
function runBy(value: Json, depth: number): EngineName | 'NIM' | undefined {
  if (depth > DEEPEST) return undefined;
  const fields = asMap(value);
  if (fields === undefined) return first(asList(value), depth);
  const { image, command, args } = fields;
  const started = startedBy(image, [...asList(command), ...asList(args)]);
  return started ?? first(Object.values(fields), depth);
}

function first(values: readonly Json[], depth: number): ReturnType<typeof runBy> {
  for (const value of values) {
    const found = typeof value === 'object' && value !== null ? runBy(value, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function startedBy(image: Json | undefined, command: readonly Json[]): ReturnType<typeof runBy> {
  const words = command.flatMap((word) => (asText(word) ?? '').split(/\s+/));
  const program = words.length < MOST_WORDS ? programOf(words) : undefined;
  const named = asText(image) ?? '';
  if (program) return program.engine;
  return imageRow(named)?.engine ?? (isUnnamedServer(named) ? 'NIM' : undefined);
}

const MOST_WORDS = 2000;
