import type { ContainerView, PodView } from '../view/pod-view';
import type { ServiceView } from '../view/view';
import { isCompleted, isOfRay } from './kinds';

/** Where the server of a pod listens, and nothing else does. */
export interface ListeningServer {
  readonly server: ContainerView;
  readonly port: number;
  /** `--port 9000`, or `its default, 8000`. */
  readonly says: string;
  /** Whether anything in the pod may answer on a port. */
  readonly mayListen: (port: number) => boolean;
}

/** Engines whose port is known where nothing states one. */
const DEFAULTS_KNOWN = ['vllm', 'sglang'];

/** Engines that answer all they answer on one port. */
const ONE_PORT = [...DEFAULTS_KNOWN, 'tgi', 'llama.cpp', 'lmdeploy', 'tensorrt-llm'];

/** A single `&` of a shell: another process may listen beside it. */
const IN_BACKGROUND = /(?<![&>])&(?![&>])/;

/** Nothing where the port is not certain, or where a controller completes the pod. */
export function listeningServer(service: ServiceView, pod: PodView): ListeningServer | undefined {
  const { server } = pod;
  const { engine, words = [], script = '' } = server ?? {};
  if (!server || !engine?.isServer || !ONE_PORT.includes(engine.name)) return undefined;
  if (isCompleted(service) || isOfRay(service) || IN_BACKGROUND.test(script)) return undefined;
  const hidden = ['--config', '--uds', '--fd'].some((flag) => engine.flags.has(flag));
  // The rest of the command is in a variable, and with it maybe the port.
  if (hidden || words.some((word) => /^\$[{(@*A-Za-z]/.test(word))) return undefined;
  const stated = engine.flags.get('--port')?.value;
  const isStated = typeof stated === 'string' && Number(stated) === engine.port;
  if (!isStated && (stated !== undefined || !isUsual(server))) return undefined;
  const says = isStated ? `--port ${engine.port}` : `its default, ${engine.port}`;
  return { server, port: engine.port, says, mayListen: (port) => mayListen(pod, server, port) };
}

/** The command is told, so that no entry point of an image states another port. */
function isUsual({ engine, words, image, env }: ContainerView): boolean {
  const isOfProject = /(^|\/)(vllm\/vllm-openai|lmsysorg\/sglang)[:@]/.test(image.value);
  const isTold = words.some((word) =>
    /^(vllm|sglang\.launch_server|vllm\.entrypoints.*)$/.test(word),
  );
  const isMoved = [...env.keys()].some((name) => /(^|_)PORT$/.test(name) && name !== 'VLLM_PORT');
  return DEFAULTS_KNOWN.includes(engine?.name ?? '') && (isOfProject || isTold) && !isMoved;
}

/** The engine's ranks count on from its port; a sidecar without ports may listen anywhere. */
function mayListen(pod: PodView, server: ContainerView, port: number): boolean {
  const { engine, ports } = server;
  const own = engine?.port ?? 0;
  if (port >= own && port < own + Math.max(1, engine?.data ?? 1)) return true;
  // It declares that of the engine and this one: a second listener.
  const declares = (each: ContainerView): boolean =>
    each.ports.some(({ number }) => number === port);
  if (declares(server) && ports.some(({ number }) => number === own)) return true;
  const sidecars = [
    ...pod.containers,
    ...pod.initContainers.filter((each) => each.isNativeSidecar),
  ];
  return sidecars.some((each) => each !== server && (each.ports.length === 0 || declares(each)));
}
