import { covers } from '../../engines/by-version';
import { defaultReadyTimeoutSeconds, hasVariable } from '../../engines/vllm/environment';
import { restartedAfterSeconds } from '../../kube/probes';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { EngineView } from '../view/engine-view';
import type { ContainerView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const readyTimeoutCoversLoad: Rule = {
  id: 'R57',
  name: 'ready-timeout-covers-load',
  severity: 'warning',
  sentence: 'Several API servers wait for their engines as long as the startup probe does.',
  why: 'One API server waits for its engine without a limit. Several, as with --api-server-count or with data parallelism, give up after VLLM_ENGINE_READY_TIMEOUT_S, 600 s unless set: a load that the startup probe would allow ends the server, and the next start begins anew.',
  fix: 'set VLLM_ENGINE_READY_TIMEOUT_S to the budget of the startup probe',
  source: 'vllm/v1/engine/core_client.py, 0.9.2 to 0.32.0; vllm-project/vllm#27444, #35547, #50039',
  check: ({ services }: LintView) =>
    services.flatMap(({ pods }) => pods.flatMap(({ server }) => (server ? problems(server) : []))),
};

const VARIABLE = 'VLLM_ENGINE_READY_TIMEOUT_S';

/** First with several API servers. */
const SEVERAL_SINCE = '0.9.1';

/** Data parallelism has brought as many API servers since. */
const DATA_PARALLEL_SINCE = '0.15';

function problems(server: ContainerView): Problem[] {
  const { engine, env, fromElsewhere, probes } = server;
  if (engine?.name !== 'vllm' || !engine.isServer || !probes.startup) return [];
  const servers = apiServers(engine);
  if (servers < 2 || fromElsewhere.has(VARIABLE)) return [];
  const stated = env.get(VARIABLE);
  const seconds = stated ? Number(stated.value) : defaultReadyTimeoutSeconds;
  const budget = restartedAfterSeconds(probes.startup);
  if (!(seconds < budget)) return [];
  const canSet = engine.version === undefined || hasVariable(VARIABLE, engine.version);
  const place = stated ?? { object: server.object, path: [...server.path, 'env'] };
  return [
    {
      object: place.object,
      path: place.path,
      message: `${servers} API servers give up on their engines after ${seconds} s, ${stated ? 'as stated' : 'by default'}, and the startup probe allows ${budget} s: a slow load ends in a restart`,
      arithmetic: {
        columns: ['', 's'],
        rows: [
          ['API servers wait', seconds],
          ['startup probe', budget],
        ],
      },
      fix: canSet
        ? `set ${VARIABLE} to "${budget}"`
        : `use vLLM 0.14 or later, and set ${VARIABLE} to "${budget}"`,
    },
  ];
}

function apiServers({ flags, data, version }: EngineView): number {
  const isSince = (since: string): boolean => version === undefined || covers({ since }, version);
  const stated = flags.get('--api-server-count')?.value;
  if (!isSince(SEVERAL_SINCE)) return 1;
  if (stated !== undefined) return Number(stated) || 1;
  const isOutside = flags.has('--data-parallel-external-lb') || flags.has('--data-parallel-rank');
  const local = Number(flags.get('--data-parallel-size-local')?.value);
  if (isOutside || !isSince(DATA_PARALLEL_SINCE)) return 1;
  const isHybrid =
    flags.has('--data-parallel-hybrid-lb') || flags.has('--data-parallel-start-rank');
  return isHybrid ? local || 1 : data;
}
