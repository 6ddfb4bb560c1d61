import type { Problem } from '../finding';
import { Cursor } from '../read/cursor';
import type { Rule } from '../rule';
import { titleOf } from '../service/titles';
import type { ManifestObject, Place, Sited } from '../view/place';
import type { ContainerView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const noSecretInManifest: Rule = {
  id: 'R41',
  name: 'no-secret-in-manifest',
  severity: 'error',
  sentence: 'Tokens and keys come from Secrets',
  why: 'What stands in a manifest stands in Git, in the release of Helm, in the API for everyone who may read pods, and, as an argument, in the list of processes of the node.',
  fix: 'move it to a Secret and refer to it by secretKeyRef; as an argument by $(NAME) of such a variable',
  source: 'https://kubernetes.io/docs/concepts/configuration/secret/; vllm docs/usage/security.md',
  check: ({ services, objects }: LintView) => [
    ...services.flatMap(({ pods }) =>
      pods.flatMap(({ containers, initContainers }) =>
        [...containers, ...initContainers].flatMap(problemsOf),
      ),
    ),
    ...objects
      .filter(({ kind }) => kind === 'Secret')
      .flatMap((object) => committed(object, services.length > 0)),
  ],
};

/** Names of variables and flags that carry a secret. */
const VARIABLE =
  /^(?!.*(?:EOS|BOS|PAD|SEP|STOP|THINK|MASK)_TOKEN)(?:.*_)?(?:TOKEN|API_KEY|SECRET_ACCESS_KEY|SECRET_KEY|PASSWORD)$/;
const FLAGS = ['--api-key', '--hf-token', '--admin-api-key'];

/** Tokens by their form: of Hugging Face, NVIDIA, OpenAI and its like, AWS. */
const TOKEN = /^(hf_[A-Za-z0-9]{20,}|nvapi-[\w-]{20,}|sk-[\w-]{16,}|AKIA[A-Z0-9]{16}$)/;

/** What stands for a secret that somebody is to write there. */
function isPlaceholder(text: string): boolean {
  const words =
    /[<>{}]|^\$|^(?:your|my|the|insert|replace|change|enter|put)[-_ ]|(?:token|key)$|^token|^x{3,}|^\*+$|\.\.\.|…|change.?me|example/i;
  const nameOfVariable = /^[A-Z]+(?:_[A-Z]+)+$/;
  return !TOKEN.test(text) && (words.test(text) || nameOfVariable.test(text));
}

/** Clients that need a key send this to servers that need none. */
const NOTHING = /^(|empty|none|null|no|na|n\/a|dummy|unused|not-?used|fake|false|sk-no-key.*)$/i;

function problemsOf(container: ContainerView): Problem[] {
  const { name, env, engine } = container;
  const variables = [...env].flatMap(([key, stated]) =>
    VARIABLE.test(key) ? judged(`'${key}' of '${name}'`, stated, key) : [],
  );
  const flags = FLAGS.flatMap((flag) => {
    const stated = engine?.flags.get(flag);
    if (typeof stated?.value !== 'string') return [];
    return judged(`${flag} of '${name}'`, { ...stated, value: stated.value }, 'VLLM_API_KEY');
  });
  const found = [...variables, ...flags];
  return found.length > 0 ? found : loose(container);
}

function judged(title: string, { object, path, value }: Sited<string>, key: string): Problem[] {
  const text = value.trim();
  // A variable of Kubernetes, which may come from a Secret.
  if (NOTHING.test(text) || /^\$\([A-Za-z_]\w*\)$|^[\d.]+$/.test(text)) return [];
  const fix = `take it from a Secret: valueFrom: { secretKeyRef: { name: …, key: ${key} } }`;
  const isShell = /^\$\{?\w+\}?$/.test(text);
  if (isPlaceholder(text)) {
    const message = isShell
      ? `${title} is '${text}', which Kubernetes does not replace: it is sent as it stands, or somebody writes the secret into the manifest`
      : `${title} is a placeholder, where somebody will write the secret into the manifest`;
    return [{ object, path, message, severity: 'warning', fix }];
  }
  const message = `${title} is written out (${masked(text)}): whoever reads the manifest or the pod has it`;
  return [{ object, path, message, fix: `revoke it, and ${fix}` }];
}

/** A token of a known form anywhere else: in a script, in a variable of another name. */
function loose({ env, script, words, ...container }: ContainerView): Problem[] {
  const form = /\b(hf_[A-Za-z0-9]{30,}|nvapi-[\w-]{40,})/;
  const variable = [...env.values()].find(({ value }) => form.test(value));
  const text = variable?.value ?? [script ?? '', ...words].find((word) => form.test(word));
  const [token] = form.exec(text ?? '') ?? [];
  if (token === undefined) return [];
  const place: Place = variable ?? { object: container.object, path: container.path };
  const { object, path } = place;
  const message = `'${container.name}' carries a token (${masked(token)}): whoever reads the manifest or the pod has it`;
  return [{ object, path, message }];
}

/** Keys of Secrets that hold a token of the Hub or the key of a server. */
const LLM_KEY = /hf[-_.]?(api[-_.]?)?token|hugging|vllm.*key|ngc.*key|nvapi/i;
/** The same beside a model, where nothing else is meant. */
const ANY_KEY = /token|api[-_]?key/i;

/** A Secret is where it belongs in the cluster, and in a file it is as good as written out. */
function committed(object: ManifestObject, isBesideModel: boolean): Problem[] {
  const isMeant = (key: string): boolean =>
    LLM_KEY.test(key) || (isBesideModel && ANY_KEY.test(key));
  return ['data', 'stringData'].flatMap((part) =>
    Cursor.of(object)
      .at(part)
      .entries.filter(([key]) => isMeant(key))
      .flatMap(([key, { place, text = '' }]) => {
        if (part === 'stringData') return shownIn(object, key, place, text);
        if (!/^[\w+/=\s-]*$/.test(text)) return [refused(object, key, place, text)];
        return shownIn(object, key, place, Buffer.from(text, 'base64').toString('utf8'));
      }),
  );
}

function shownIn(object: ManifestObject, key: string, place: Place, value: string): Problem[] {
  // Somebody else fills it in: a template, envsubst, a substitution of Flux.
  if (NOTHING.test(value.trim()) || /\$\{?\w+|\{\{/.test(value)) return [];
  const message = `${titleOf(object)} carries '${key}' in the file, for everyone who reads that`;
  const fix = 'keep the Secret out of the files: create it by hand, by External Secrets or sealed';
  const isSample = !LLM_KEY.test(key) && isPlaceholder(value);
  return [{ ...place, message, fix, severity: isSample ? 'info' : 'warning' }];
}

/** The API takes base64 only; something has to fill in what stands there before it does. */
function refused(object: ManifestObject, key: string, place: Place, text: string): Problem {
  const message = `'${key}' of ${titleOf(object)} is '${text}', which is no base64: the API refuses it unless something fills it in`;
  const fix = 'write it under stringData, or keep the Secret out of the files';
  return { ...place, message, fix, severity: 'warning' };
}

function masked(secret: string): string {
  return secret.length < 12 ? '…' : `${secret.slice(0, 5)}…`;
}
