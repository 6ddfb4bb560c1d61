import type { ContainerView, PortView } from '../view/pod-view';
import { acceleratorsOf } from './accelerators';
import { readCommandLine } from './command-line';
import type { Cursor } from './cursor';
import type { DeviceCounts } from './device-claims';
import { readEngine } from './engine';
import type { GivenEngine } from './engine-facts';
import { programOf } from './engine-programs';
import { readEnvironment } from './environment';
import { readPreStop } from './pre-stop';
import { readProbes } from './probe';

/** What a pod's surroundings tell of its containers. */
export interface Surroundings {
  /** Variables that a controller sets: the size of a group. */
  readonly variables: ReadonlyMap<string, string>;
  readonly plannedVersion?: string;
  /** Accelerators by the pod's names of claims. */
  readonly claimed?: DeviceCounts;
  /** What a controller runs in the container of this name, unless another command is written. */
  readonly runs?: GivenEngine & { readonly container?: string };
  /** Where no command is written, a controller starts something else than the image would. */
  readonly isReplaced?: boolean;
}

const NOTHING: Surroundings = { variables: new Map() };

export function readContainer(
  container: Cursor,
  surroundings: Surroundings = NOTHING,
): ContainerView {
  const environment = readEnvironment(container, surroundings.variables);
  const stated = [...environment.env].map(([name, { value }]) => [name, value] as const);
  const variables = new Map([...surroundings.variables, ...stated]);
  const command = readCommandLine(container, variables, (words) => programOf(words) !== undefined);
  const accelerators = acceleratorsOf(container, surroundings.claimed ?? new Map());
  const ports = readPorts(container);
  const probes = readProbes(container);
  const isAsked = ports.length > 0 || Object.keys(probes).length > 0;
  const { gpus } = accelerators;
  const { plannedVersion, runs, isReplaced } = surroundings;
  const given = runs?.container === container.at('name').text ? runs : undefined;
  const facts = { command, variables, gpus, isAsked, ports, plannedVersion, given, isReplaced };
  const engine = readEngine(container, facts);
  const preStop = readPreStop(container.at('lifecycle', 'preStop'), variables);
  const image = container.at('image');
  return {
    ...container.place,
    name: container.at('name').text ?? '',
    image: image.or(image.text, ''),
    words: command.words.map(({ text }) => text),
    ...(command.script === undefined ? {} : { script: command.script }),
    isBehindShell: command.isBehindShell,
    isNativeSidecar: container.at('restartPolicy').text === 'Always',
    ...environment,
    ports,
    probes,
    ...(preStop && { preStop }),
    ...accelerators,
    mounts: readMounts(container),
    ...(engine && { engine }),
    content: container.map ?? {},
  };
}

function readPorts(container: Cursor): PortView[] {
  return container.at('ports').maps.flatMap((port) => {
    const number = port.at('containerPort').number;
    const name = port.at('name').text;
    return number === undefined ? [] : [{ number, ...(name === undefined ? {} : { name }) }];
  });
}

function readMounts(container: Cursor): { volume: string; path: string }[] {
  return container.at('volumeMounts').maps.flatMap((mount) => {
    const volume = mount.at('name').text;
    const path = mount.at('mountPath').text;
    return volume === undefined || path === undefined ? [] : [{ volume, path }];
  });
}
