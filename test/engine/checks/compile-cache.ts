import { readdirSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Pod } from '../kubelet';
import type { Proof } from '../proof';

/** Compiled machine code, and what the engine found out about the model's class. */
const KEPT = /\.so$|\/modelinfos\//;
const ARTIFACT = /\/rank_0_0\/model$/;

/** What the second start of a service finds on the claim that the first one filled. */
export async function checkCompileCache({ results, replicas }: Proof): Promise<void> {
  const [first] = await replicas.ready(1);
  const before = filesIn(replicas.compileCacheFolder);
  const [, second] = await replicas.ready(2);
  const after = filesIn(replicas.compileCacheFolder);
  const written = [...after.keys()].filter((file) => after.get(file) !== before.get(file));
  const [kept, again] = [[...before.keys()], written].map((files) =>
    files.filter((file) => KEPT.test(file)),
  );
  await results.check(
    'second start: machine code and model info',
    'all used as the first start wrote it, nothing compiled beside it',
    () => ({
      passed: kept.length > 1 && again.length === 0,
      observed: `${kept.length} files kept, ${again.length} written; engine up in ${initSeconds(second)} s, the first time in ${initSeconds(first)} s`,
    }),
  );
  await results.check(
    'second start: the graph (a limit of this build)',
    'traced and written again: vLLM 0.32.0 cannot load its AOT artifact on a CPU',
    () => {
      const reason = /due to a load failure .* reason: (.*)/.exec(second.container.log)?.[1];
      const rewritten = written.some((file) => ARTIFACT.test(file));
      return {
        passed: rewritten && reason !== undefined,
        observed: reason ?? `${rewritten ? 'rewritten' : 'loaded'} without a complaint`,
      };
    },
  );
}

function initSeconds({ container }: Pod): string {
  return /init engine .* took ([\d.]+) s/.exec(container.log)?.[1] ?? 'unknown';
}

/** Path below the folder -> when it was written. */
function filesIn(folder: string): Map<string, number> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
  return new Map(paths.map((path) => [relative(folder, path), statSync(path).mtimeMs]));
}
