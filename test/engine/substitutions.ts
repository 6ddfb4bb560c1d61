import type { ContainerSpec } from './container';
import { mounted } from './service';

/** What the machine of the proof has in place of a node with a GPU. */
export interface Place {
  readonly modelFolder: string;
  readonly cacheFolder: string;
  readonly temporaryFolder: string;
  readonly compileCacheFolder: string;
  readonly port: number;
  /** Folders of the engine's programs; an image has them in its own PATH. */
  readonly path: string;
}

interface Substitution {
  readonly rendered: string;
  readonly run: string;
  readonly because: string;
}

/** Everything in which the processes differ from the rendered container, with its reason. */
export function substitutions(place: Place): readonly Substitution[] {
  return [...replacedTexts(place), ...addedArguments, ...addedVariables(place)];
}

const RENDERED_PORT = 8000;

function replacedTexts(place: Place): Substitution[] {
  return [
    { rendered: mounted.model, run: place.modelFolder, because: 'no claim is mounted' },
    { rendered: mounted.compileCache, run: place.compileCacheFolder, because: 'likewise' },
    { rendered: mounted.cache, run: place.cacheFolder, because: 'likewise, no emptyDir' },
    {
      rendered: String(RENDERED_PORT),
      run: String(place.port),
      because: 'pods share the network of the machine',
    },
  ];
}

const addedArguments: readonly Substitution[] = [
  { rendered: '', run: '--load-format=dummy', because: 'the tiny model has no weights' },
  { rendered: '', run: '--host=127.0.0.1', because: 'nothing listens outside of loopback' },
];

function addedVariables({ path, temporaryFolder }: Place): Substitution[] {
  return [
    {
      rendered: '',
      run: `TMPDIR=${temporaryFolder}`,
      because: "/tmp is the machine's, not the pod's",
    },
    { rendered: '', run: `PATH=${path}`, because: "an image's own PATH" },
    {
      rendered: '',
      run: 'VLLM_CPU_KVCACHE_SPACE=1',
      because: 'a CPU has no memory to profile: GiB of KV cache are stated',
    },
    {
      rendered: '',
      run: 'VLLM_CPU_OMP_THREADS_BIND=nobind',
      because: 'otherwise every server binds its threads to the same core',
    },
    { rendered: '', run: 'VLLM_HOST_IP=127.0.0.1', because: 'ranks meet on loopback too' },
  ];
}

/** The rendered container as this machine can run it. */
export function runnable(spec: ContainerSpec, place: Place): ContainerSpec {
  const replace = replacer(replacedTexts(place));
  const replaced: ContainerSpec = JSON.parse(replace(JSON.stringify(spec)));
  return {
    ...replaced,
    args: [...replaced.args, ...addedArguments.map(({ run }) => run)],
    env: [...replaced.env, ...addedVariables(place).map(({ run }) => variable(run))],
  };
}

/** Paths at their beginning and the port as a whole, never a part of another text. */
function replacer(texts: readonly Substitution[]): (text: string) => string {
  const whole = texts.map(({ rendered }) => `(?<![\\w/.-])${rendered}(?![\\w-])`);
  const pattern = new RegExp(whole.join('|'), 'g');
  const run = new Map(texts.map((each) => [each.rendered, each.run]));
  return (text) => text.replace(pattern, (found) => run.get(found) ?? found);
}

function variable(text: string): { name: string; value: string } {
  const [name, ...value] = text.split('=');
  return { name, value: value.join('=') };
}
