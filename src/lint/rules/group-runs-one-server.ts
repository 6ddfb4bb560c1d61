import type { Arithmetic, Problem } from '../finding';
import type { Rule } from '../rule';
import { groupSize } from '../service/bounds';
import { isOfRay } from '../service/kinds';
import { titleOf } from '../service/titles';
import { joinsOthers, type World, worldOf } from '../service/world';
import type { Sited } from '../view/place';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView, ServiceView } from '../view/view';

export const groupRunsOneServer: Rule = {
  id: 'R55',
  name: 'group-runs-one-server',
  severity: 'error',
  sentence: 'The pods of a group run one engine whose ranks are its GPUs',
  why: 'A LeaderWorkerSet only starts pods together. Unless the command of each says its rank and the address of the first, every pod is a server of its own, and a restart of one takes the others down for nothing. Ranks beyond the GPUs of the group never start, and flags that differ between leader and workers end the rendezvous.',
  fix: 'start the leader with --nnodes, --node-rank 0 and --master-addr, and the workers with the same flags, their rank and --headless',
  source:
    'vllm docs/deployment/frameworks/lws.md; sglang docs/references/multi_node_deployment; kubernetes-sigs/lws leaderworkerset_types.go (RecreateGroupOnPodRestart)',
  check: ({ services }: LintView) =>
    services.filter((service) => groupSize(service) > 1 && !isOfRay(service)).flatMap(problemsOf),
};

/** Engines of which is known how they join. */
const ENGINES = ['vllm', 'sglang'];

function problemsOf(service: ServiceView): Problem[] {
  const [leader] = service.pods;
  const server = leader.server;
  if (!server?.engine || !ENGINES.includes(server.engine.name)) return [];
  const apart = separateServers(service, server);
  if (apart) return [apart];
  const differing = service.pods.slice(1).flatMap((pod) => differences(server, pod));
  return differing.length > 0 ? differing : ranksProblem(service, server);
}

/** A pod that serves on its own and is no leader; without a template of its own the leader's is it. */
function separateServers(service: ServiceView, server: ContainerView): Problem | undefined {
  const alone = service.pods
    .filter((pod) => (pod.role === 'server' ? pod.count > 1 : pod.count > 0))
    .flatMap(({ containers }) => containers)
    .find((container) => isTold(container) && !joinsOthers(container));
  if (!alone || joinsOthers(server)) return undefined;
  const size = groupSize(service);
  return {
    object: alone.object,
    path: alone.path,
    message: `the ${size} pods of a group of ${titleOf(service)} are ${size} servers: nothing in the command of '${alone.name}' joins them, and a restart of one recreates all`,
    fix: 'give the leader and the workers templates of their own, with --nnodes, --node-rank, --master-addr and --headless; or write size: 1',
  };
}

/** A script, or the entry point of an image, may join it out of sight. */
function isTold({ engine }: ContainerView): boolean {
  return engine !== undefined && engine.flags.size > 0;
}

/** What all ranks must agree on. */
const SHARED_FLAGS = [
  '--tensor-parallel-size',
  '--pipeline-parallel-size',
  '--data-parallel-size',
  '--nnodes',
  '--max-model-len',
  '--quantization',
  '--dtype',
  '--kv-cache-dtype',
  '--enable-expert-parallel',
];

function differences(server: ContainerView, worker: PodView): Problem[] {
  return worker.containers.flatMap((container) => {
    // A worker of Ray gets its flags from the leader.
    const isOfSameEngine =
      container.engine?.name === server.engine?.name && container.engine?.model;
    if (!isOfSameEngine || !joinsOthers(container)) return [];
    return SHARED_FLAGS.flatMap((flag) => {
      const [own, wanted] = [container.engine?.flags.get(flag), server.engine?.flags.get(flag)];
      if (own?.value === wanted?.value) return [];
      const { object, path } = own ?? container;
      const message = `'${flag}' is ${shown(own)} for the workers and ${shown(wanted)} for the leader: they do not meet`;
      const fix = wanted
        ? `write ${flag} ${shown(wanted)} in both`
        : `take ${flag} out, or write it in both`;
      return [{ object, path, message, fix }];
    });
  });
}

function shown(stated: Sited<string | true> | undefined): string {
  if (!stated) return 'not given';
  return stated.value === true ? 'given' : stated.value;
}

/** Each node computes the same number of ranks. */
function unevenProblem({ ranks, says }: World, { engine, ...server }: ContainerView): Problem[] {
  const stated = engine?.flags.get('--nnodes');
  const nodes = Number(stated?.value);
  if (!stated || !(nodes > 1) || ranks % nodes === 0) return [];
  const { object, path } = stated;
  const fits = Array.from({ length: ranks }, (_, at) => at + 1).filter(
    (each) => ranks % each === 0,
  );
  const near = fits.filter((each) => each < nodes).pop() ?? 1;
  return [
    {
      object,
      path,
      message: `'${server.name}' spreads ${says} over ${nodes} nodes, which is no whole number for each: the engine refuses to start`,
      arithmetic: {
        columns: ['ranks', 'nodes', 'ranks of a node'],
        rows: [[ranks, nodes, `${(ranks / nodes).toFixed(2)}`]],
      },
      fix: `write size: ${near}, or state tensor × pipeline parallelism that ${nodes} divides`,
    },
  ];
}

function ranksProblem(service: ServiceView, server: ContainerView): Problem[] {
  const { gpusPerReplica, pods } = service;
  const world = server.engine && worldOf(server.engine);
  const uneven = world ? unevenProblem(world, server) : [];
  if (uneven.length > 0) return uneven;
  if (!world || !server.engine || gpusPerReplica === 0 || [1, gpusPerReplica].includes(world.ranks))
    return [];
  const stated = server.engine.flags.get('--tensor-parallel-size') ?? server;
  const { object, path } = stated;
  const more = world.ranks > gpusPerReplica;
  const effect = more ? 'the group never comes up' : 'the others are paid for and idle';
  const message = `a group of ${titleOf(service)} has ${gpusPerReplica} GPUs and starts ${world.says}: ${effect}`;
  const fix = `state tensor × pipeline × data parallelism of ${gpusPerReplica}`;
  return [
    {
      object,
      path,
      message,
      severity: more ? 'error' : 'warning',
      arithmetic: tableOf(pods, world.ranks),
      fix,
    },
  ];
}

function tableOf(pods: readonly PodView[], ranks: number): Arithmetic {
  const total = pods.reduce((sum, { count, gpus }) => sum + count * gpus, 0);
  return {
    columns: ['pods', 'count', 'GPUs each', 'GPUs'],
    rows: [
      ...pods.map(({ role, count, gpus }) => [role, count, gpus, count * gpus]),
      ['together', '', '', total],
      ['ranks', '', '', ranks],
    ],
  };
}
