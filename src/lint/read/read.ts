import type { JsonObject, ManifestObject } from '../view/place';
import type { LintView, Note, SiteFacts } from '../view/view';
import { type ParsedDocument, parseFile } from './documents';
import { refusal } from './expansion';
import { objectsOf } from './objects';
import { ownPlan } from './plan';
import type { ReadError, Reading } from './reading';
import { isTemplate } from './template';
import { unjudged } from './unjudged';
import { unreadKinds, viewOf } from './view';

/** A file's name as the user gave it, and its text. */
export interface SourceText {
  readonly file: string;
  readonly text: string;
}

interface Part {
  readonly objects: readonly ManifestObject[];
  readonly notes: readonly Note[];
  readonly errors: readonly ReadError[];
}

/** Reads files of YAML or JSON; what cannot be read costs only itself. */
export function readFiles(sources: readonly SourceText[], site: SiteFacts = {}): Reading {
  return readingOf(sources.map(readFile), site);
}

/** Reads objects that are in memory already; each counts as a document of `file`. */
export function readObjects(
  objects: readonly JsonObject[],
  file: string,
  site: SiteFacts = {},
): Reading {
  const documents: ParsedDocument[] = [];
  const errors: ReadError[] = [];
  objects.forEach((content, index) => {
    const message = refusal(content);
    if (message === undefined) documents.push({ index, text: '', content });
    else errors.push({ file, line: 1, column: 1, message: `object ${index + 1}: ${message}` });
  });
  return readingOf([partOf(file, documents, errors)], site);
}

function readingOf(parts: readonly Part[], site: SiteFacts): Reading {
  const objects = parts.flatMap((part) => part.objects);
  const view = viewOf(objects, site);
  return {
    view,
    notes: [...parts.flatMap(({ notes }) => notes), ...objectNotes(view)],
    errors: parts.flatMap(({ errors }) => errors),
  };
}

/** What no rule looks at, those first of which silence would look like a clean answer. */
function objectNotes({ objects, services }: LintView): Note[] {
  const judged = new Set(services.map(({ object }) => object));
  const serving = new Map(
    objects
      .filter((object) => !judged.has(object))
      .flatMap((object) => {
        const note = unjudged(object);
        return note ? [[object, note] as const] : [];
      }),
  );
  return [...serving.values(), ...unreadKinds(objects.filter((object) => !serving.has(object)))];
}

function readFile({ file, text }: SourceText): Part {
  const { documents, errors } = parseFile(file, text);
  if (isTemplate(text, documents, errors.length > 0)) {
    const message = 'passed over: a Helm template; lint what `helm template` renders of it';
    return { objects: [], notes: [{ file, message }], errors: [] };
  }
  return partOf(file, documents, errors);
}

function partOf(
  file: string,
  documents: readonly ParsedDocument[],
  errors: readonly ReadError[],
): Part {
  const held = documents.map(({ content, index }) => objectsOf(content, { file, document: index }));
  const objects = held.flatMap((each) => each.objects);
  const strays = held.flatMap((each) => each.strays);
  return {
    objects,
    notes: [
      ...strays.map(() => ({ file, message: STRAY })),
      ...objects.flatMap((object) => planNotes(object)),
    ],
    errors,
  };
}

const STRAY = 'passed over, as no Kubernetes object: it has no apiVersion and kind';

function planNotes(object: ManifestObject): Note[] {
  if (ownPlan(object) !== 'invalid') return [];
  const { file } = object;
  const path = ['metadata', 'annotations', 'cdk8s-llm.dev/plan'];
  return [
    { file, object, path, message: 'the plan annotation is no JSON map, so no plan is known' },
  ];
}
