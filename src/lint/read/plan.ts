import type { PlanAnswer } from '../../capacity/answer';
import { AnnotationKey } from '../../kube/labels';
import type { Json, ManifestObject } from '../view/place';
import { asMap, text } from './json';

/** The request that one of our own workloads was sized from. */
export interface OwnPlan {
  readonly request: Json;
  readonly engineVersion?: string;
}

/** What the annotation of a workload holds; `invalid` where it is no request at all. */
export function ownPlan({ content }: ManifestObject): OwnPlan | 'invalid' | undefined {
  const annotation = text(content, 'metadata', 'annotations', AnnotationKey.PLAN);
  if (annotation === undefined) return undefined;
  try {
    const request = JSON.parse(annotation) as Json;
    if (!asMap(request)) return 'invalid';
    const engineVersion = text(request, 'engine', 'version');
    return { request, ...(engineVersion === undefined ? {} : { engineVersion }) };
  } catch {
    return 'invalid';
  }
}

/**
 * The answer to a request; nothing where this version of the library refuses it. Services that
 * differ by their names only share one: its numbers are theirs, the names in it of the first.
 */
export function answerTo({ request }: OwnPlan): PlanAnswer | undefined {
  const key = JSON.stringify({ ...asMap(request), name: '', namespace: '' });
  if (answers.size > MOST_KEPT) answers.clear();
  if (!answers.has(key)) answers.set(key, answerOf(request));
  return answers.get(key);
}

const MOST_KEPT = 100;
const answers = new Map<string, PlanAnswer | undefined>();

function answerOf(request: Json): PlanAnswer | undefined {
  // Loaded only here: planning takes longer to load than to read a file.
  const { planFor } = require('../../plan/plan-for') as typeof import('../../plan/plan-for');
  try {
    return planFor(request);
  } catch {
    return undefined;
  }
}
