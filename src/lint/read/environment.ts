import type { Sited } from '../view/place';
import type { ContainerView } from '../view/pod-view';
import type { Cursor } from './cursor';

/** The variables of a container: `$(NAME)` of an earlier one is replaced, as kubelet does. */
export function readEnvironment(
  container: Cursor,
  given: ReadonlyMap<string, string>,
): Pick<ContainerView, 'env' | 'fromElsewhere'> {
  const env = new Map<string, Sited<string>>();
  const fromElsewhere = new Set<string>();
  for (const entry of container.at('env').maps) {
    const name = entry.at('name').text;
    if (name === undefined) continue;
    if (entry.at('valueFrom').isWritten) fromElsewhere.add(name);
    else {
      const at = entry.at('value');
      const known = (key: string): string | undefined => env.get(key)?.value ?? given.get(key);
      env.set(name, at.sited(expand(at.text ?? '', known)));
    }
  }
  return { env, fromElsewhere };
}

/** `$(NAME)` as kubelet does: known names only, and `$$` is a dollar. */
export function expand(text: string, known: (name: string) => string | undefined): string {
  return text.replace(/\$\$|\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string | undefined) =>
    name === undefined ? '$' : (known(name) ?? whole),
  );
}
