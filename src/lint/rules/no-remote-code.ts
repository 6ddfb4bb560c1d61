import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isHubId } from '../service/weights';
import type { ContainerView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const noRemoteCode: Rule = {
  id: 'R40',
  name: 'no-remote-code',
  severity: 'warning',
  sentence: 'The engine runs no code that comes with a model',
  why: 'With --trust-remote-code the engine imports the Python files of the model repository, at each start and in the version that is there by then: who may push to it runs code next to the weights, the tokens and the GPUs.',
  fix: 'take --trust-remote-code out; where the model needs it, review its code and pin it with --revision and --code-revision',
  source:
    'vllm docs/usage/security.md; https://huggingface.co/docs/transformers/models#custom-models',
  check: ({ services }: LintView) =>
    services.flatMap(({ pods }) =>
      pods.flatMap(({ containers }) => containers.flatMap(problemsOf)).slice(0, 1),
    ),
};

const FLAG = '--trust-remote-code';

function problemsOf({ engine, name }: ContainerView): Problem[] {
  const stated = engine?.flags.get(FLAG);
  if (!engine || !stated || stated.value === 'false') return [];
  const of = engine.model === undefined ? 'the model' : `'${engine.model}'`;
  const isPinned = engine.flags.has('--code-revision') || engine.flags.has('--revision');
  const isHub = engine.model !== undefined && isHubId(engine.model);
  const version = isPinned
    ? ', in a pinned revision'
    : isHub
      ? ', in whatever version is there at each start'
      : '';
  const { object, path } = stated;
  const message = `'${name}' runs the Python code that comes with ${of}${version}`;
  return [{ object, path, message, severity: isPinned ? 'info' : 'warning' }];
}
