import type { ManifestObject } from './view/place';

/**
 * Files in groups that can be applied together. A repository holds the same service for several
 * clusters, and whoever judged them as one would see scalers fight that never meet.
 */
export function separated(objects: readonly ManifestObject[]): readonly (readonly string[])[] {
  const files = new Map<string, Set<string>>();
  for (const object of objects) {
    // It is never applied, and every folder has one.
    const isApplied = !object.apiVersion.startsWith('kustomize.config.k8s.io/');
    const names = files.get(object.file) ?? new Set<string>();
    files.set(object.file, isApplied ? names.add(identity(object)) : names);
  }
  return grouped([...files.keys()], files, 0);
}

/** `apps/Deployment serving/chat`: the version of an API does not make another object. */
function identity({ apiVersion, kind, namespace, name }: ManifestObject): string {
  const group = apiVersion.split('/').slice(0, -1).join('/');
  return `${group}/${kind} ${namespace}/${name}`;
}

type Names = ReadonlyMap<string, ReadonlySet<string>>;

/** Folder by folder, from the outermost, as long as the files of one hold an object twice. */
function grouped(files: readonly string[], names: Names, depth: number): string[][] {
  if (!clash(files, names)) return [[...files]];
  const folders = new Map<string, string[]>();
  const here: string[] = [];
  for (const file of files) {
    const folder = file.split(/[\\/]/).slice(0, -1)[depth];
    if (folder === undefined) here.push(file);
    else folders.set(folder, [...(folders.get(folder) ?? []), file]);
  }
  const inFolders = [...folders.values()].flatMap((own) => grouped(own, names, depth + 1));
  return [...sideBySide(here, names), ...inFolders];
}

/** Files of one folder, each with the first ones that it does not contradict. */
function sideBySide(files: readonly string[], names: Names): string[][] {
  const groups: { files: string[]; names: Set<string> }[] = [];
  for (const file of files) {
    const own = [...(names.get(file) ?? [])];
    const free = groups.find((group) => own.every((name) => !group.names.has(name)));
    if (free) {
      free.files.push(file);
      for (const name of own) free.names.add(name);
    } else groups.push({ files: [file], names: new Set(own) });
  }
  return groups.map((group) => group.files);
}

function clash(files: readonly string[], names: Names): boolean {
  const all = files.flatMap((file) => [...(names.get(file) ?? [])]);
  return new Set(all).size < all.length;
}
