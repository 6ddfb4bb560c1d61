import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  existsSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { exclusively, makeCache, manifest, program, stampOf, workshop } from './cache';
import { BUILD_FLAGS, buildPrograms, MODULES, programOf, sourceOf } from './go';
import { PARTS, type Part } from './parts';

export { goVersion, stopBuild } from './go';

/** What a part was made of; another value means that it is made again. */
function recipeOf(part: Part, go: string): string {
  const made = { ...part, buildSeconds: 0, stamps: part.stamps?.('v1.2.3') };
  const hash = createHash('sha256').update(JSON.stringify([go, made, BUILD_FLAGS]));
  for (const file of ['go.mod', 'go.sum'])
    hash.update(readFileSync(join(MODULES, part.module, file)));
  return hash.digest('hex');
}

function isBuilt(part: Part, go: string): boolean {
  const made = [
    ...Object.keys(part.programs).map(program),
    ...Object.keys(part.files ?? {}).map(manifest),
  ];
  const stamp = stampOf(part.name);
  return (
    made.every((file) => existsSync(file)) &&
    existsSync(stamp) &&
    readFileSync(stamp, 'utf8') === recipeOf(part, go)
  );
}

/** The parts that are not in the cache as they should be. */
export function missingParts(go: string): readonly Part[] {
  return PARTS.filter((part) => !isBuilt(part, go));
}

/** Builds what is missing; a part that another process just built is not built twice. */
export async function buildParts(go: string, say: (line: string) => void): Promise<void> {
  if (missingParts(go).length === 0) return;
  makeCache();
  await exclusively(async () => {
    const missing = missingParts(go);
    for (const [place, part] of missing.entries()) {
      const began = Date.now();
      await buildPart(part, go);
      const seconds = Math.round((Date.now() - began) / 1000);
      say(`built ${part.name} (${place + 1} of ${missing.length}) in ${seconds} s`);
    }
  });
}

async function buildPart(part: Part, go: string): Promise<void> {
  const { Dir, Version } = await sourceOf(part.module, part.source);
  const variables = part.stamps?.(Version) ?? {};
  const packages = Object.values(part.programs);
  if (packages.length > 0) {
    const output = workshop();
    await buildPrograms({ module: part.module, packages, output, tags: part.tags, variables });
    for (const [name, packageName] of Object.entries(part.programs))
      renameSync(join(output, programOf(packageName)), program(name));
    rmSync(output, { recursive: true });
  }
  for (const [name, paths] of Object.entries(part.files ?? {}))
    writeFileSync(manifest(name), paths.map((path) => textOf(join(Dir, path))).join('\n---\n'));
  writeFileSync(stampOf(part.name), recipeOf(part, go));
}

/** A file, all YAML of a folder, or what kustomize makes of one. */
function textOf(path: string): string {
  if (!statSync(path).isDirectory()) return readFileSync(path, 'utf8');
  if (existsSync(join(path, 'kustomization.yaml')) && !path.endsWith('bases'))
    return execFileSync(program('kubectl'), ['kustomize', path], {
      encoding: 'utf8',
      maxBuffer: 2 ** 26,
    });
  return readdirSync(path)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .map((file) => readFileSync(join(path, file), 'utf8'))
    .join('\n---\n');
}
