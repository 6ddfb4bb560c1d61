import { Cursor } from '../read/cursor';
import { groupOf } from '../read/objects';
import type { ManifestObject } from '../view/place';
import type { LintView } from '../view/view';

/** Words that stand for what somebody or something writes later: `<image>`, `IMAGE_NAME`, `replaced-by-…`. */
const PLACEHOLDER =
  /^(?:<[^<>]*>|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|replace(?:d|-me)?(?:-by)?-?[\w-]*|placeholder|change-?me|todo)$/;

export function isPlaceholder(text: string): boolean {
  return text.length < LONGEST && PLACEHOLDER.test(text);
}

/** Longer texts are no names. */
const LONGEST = 128;

/** What kustomize may change of an object: what its name or image says is not what will be applied. */
export type Changed = 'names' | 'images';

/** Why an object is not as it will be applied, in words; nothing where it is. */
export function unfinished(
  object: ManifestObject,
  { objects }: LintView,
  what: Changed,
  image = '',
): string | undefined {
  const over = objects.filter((each) => isKustomization(each) && covers(each, object, objects));
  const found = over.find((each) => changes(Cursor.of(each), what, image));
  if (found) return `${found.file} may change it`;
  return hasPlaceholder(object) ? 'this file has placeholders that are filled in later' : undefined;
}

export function isKustomization(object: ManifestObject): boolean {
  return groupOf(object) === 'kustomize.config.k8s.io';
}

function changes(root: Cursor, what: Changed, image: string): boolean {
  if (what === 'names') return ['namePrefix', 'nameSuffix'].some((key) => root.at(key).isWritten);
  const name = image.replace(/[@:](?!.*\/).*$/, '');
  return root.at('images').maps.some((each) => each.at('name').text === name);
}

/** Its name, its namespace, or the image of a container. */
function hasPlaceholder(object: ManifestObject): boolean {
  const root = Cursor.of(object);
  const images = root
    .at('spec', 'template', 'spec', 'containers')
    .maps.map((each) => each.at('image').text);
  const names = [root.at('metadata', 'name').text, root.at('metadata', 'namespace').text];
  return [...names, ...images].some((text) => text !== undefined && isPlaceholder(text));
}

/** By the folder that it stands in, or by what it lists, which may be a folder with one of its own. */
function covers(
  kustomization: ManifestObject,
  object: ManifestObject,
  objects: readonly ManifestObject[],
  seen: readonly ManifestObject[] = [],
): boolean {
  if (seen.includes(kustomization)) return false;
  const own = folderOf(kustomization.file);
  if (isIn(own, object.file)) return true;
  const root = Cursor.of(kustomization);
  const listed = ['resources', 'bases', 'components'].flatMap((key) =>
    root.at(key).items.flatMap(({ text }) => (text === undefined ? [] : resolved(own, text))),
  );
  return listed.some((path) => {
    if (path === object.file || isIn(path, object.file)) return true;
    const inner = objects.find((each) => isKustomization(each) && folderOf(each.file) === path);
    return inner !== undefined && covers(inner, object, objects, [...seen, kustomization]);
  });
}

function folderOf(file: string): string {
  return file.split(/[\\/]/).slice(0, -1).join('/');
}

function isIn(folder: string, file: string): boolean {
  return folder === '' || file.replaceAll('\\', '/').startsWith(`${folder}/`);
}

/** `base` for `../base` in `overlay`; nothing for an address. */
function resolved(folder: string, path: string): string[] {
  if (path.includes('://')) return [];
  const parts = folder === '' ? [] : folder.split('/');
  for (const part of path.split('/')) {
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return [parts.join('/')];
}
