import { covers } from '../../engines/by-version';
import {
  fictionalVariables,
  goneSince,
  hasVariable,
  readVariables,
  variableRows,
} from '../../engines/vllm/environment';
import { nearest } from '../../violations';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { Sited } from '../view/place';
import type { ContainerView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const variableExists: Rule = {
  id: 'R43',
  name: 'variable-exists',
  severity: 'warning',
  sentence: 'Something reads each VLLM_ variable that is set.',
  why: 'vLLM passes over variables that it does not know, from 0.17 on with a line in its log: a cache that was meant to be kept is made anew by every pod, and nobody notices.',
  fix: 'write the name that the version reads',
  source: 'vllm/envs.py of the releases 0.8.5 to 0.32.0',
  check: ({ services }: LintView) =>
    services
      .flatMap(({ pods }) => pods.flatMap(({ containers }) => containers))
      .filter(({ engine }) => engine?.name === 'vllm')
      .flatMap((container) =>
        [...container.env].flatMap(([name, place]) => problems(container, name, place)),
      ),
};

function problems(container: ContainerView, name: string, place: Sited<string>): Problem[] {
  const { object, path } = place;
  if (!name.startsWith('VLLM_')) return [];
  const meant = Object.hasOwn(fictionalVariables, name) ? fictionalVariables[name] : undefined;
  if (meant) return [{ object, path, ...fictional(container, name, meant) }];
  if (readVariables.has(name)) {
    return wrongVersion(container, name).map((each) => ({ object, path, ...each }));
  }
  const near = slipOf(name);
  if (near === undefined) return [];
  return [
    {
      object,
      path,
      message: `no version of vLLM reads ${name}: it does nothing`,
      fix: `did you mean ${near}?`,
    },
  ];
}

/** Longer names are no slip of anything. */
const LONGEST_NAME = 80;

const slips = new Map<string, string | undefined>();

/** The variable that was meant; thousands of containers may have the same slip. */
function slipOf(name: string): string | undefined {
  if (name.length > LONGEST_NAME) return undefined;
  if (!slips.has(name)) {
    const words = name.split('_');
    const close = knownWords.flatMap(([known, its]) => (isSlip(words, its) ? [known] : []));
    slips.set(name, nearest(name, close)[0]);
  }
  return slips.get(name);
}

type Words = Omit<Problem, 'object' | 'path'>;

function fictional({ env }: ContainerView, name: string, meant: string): Words {
  const isSet = env.has(meant);
  return {
    severity: isSet ? 'info' : 'warning',
    message: isSet
      ? `no version of vLLM reads ${name}; ${meant} is set beside it and counts`
      : `no version of vLLM reads ${name}: compiled artifacts are not kept there, and every pod compiles anew`,
    fix: isSet
      ? `take ${name} out`
      : `set ${meant} to the directory above: artifacts lie in its torch_compile_cache`,
  };
}

function wrongVersion({ engine }: ContainerView, name: string): Words[] {
  const version = engine?.version;
  if (version === undefined) return [];
  const gone = goneSince(name);
  const row = variableRows.find((each) => each.name === name);
  if (gone !== undefined && covers({ since: gone }, version)) {
    const message = `${name} went in vLLM ${gone}: ${version} does not read it`;
    return [{ severity: 'info', message, fix: 'take it out' }];
  }
  if (!row || hasVariable(name, version)) return [];
  const message = `${name} came in vLLM ${row.since}: ${version} does not read it`;
  return [{ severity: 'info', message, fix: `use vLLM ${row.since} or later, or take it out` }];
}

/** Split once: a manifest may have thousands of variables of its own. */
const knownWords: readonly (readonly [string, readonly string[]])[] = [...readVariables].map(
  (name) => [name, name.split('_')],
);

/** All words but one are the same, and that one is missing, longer or misspelt. */
function isSlip(given: readonly string[], known: readonly string[]): boolean {
  const at = given.findIndex((word, index) => word !== known[index]);
  const different = at < 0 ? given.length : at;
  if (given.length + 1 === known.length) return different === given.length && given.length > 2;
  if (given.length === known.length + 1) return different === known.length && known.length > 2;
  if (given.length !== known.length || at < 0) return false;
  const isOnly = given.slice(at + 1).every((word, index) => word === known[at + 1 + index]);
  return isOnly && given[at].length > 2 && given[at].slice(0, 3) === known[at].slice(0, 3);
}
