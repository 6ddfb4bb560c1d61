import { covers } from '../../engines/by-version';
import { drainBehaviour, drainRows, teardownSeconds } from '../../engines/vllm/drain';
import { flagWorks, hasFlag } from '../../engines/vllm/flags';
import type { EngineView } from '../view/engine-view';
import type { Sited } from '../view/place';
import type { ContainerView, PodView, PreStopView } from '../view/pod-view';
import type { LintView, ServiceView, SiteFacts } from '../view/view';

/**
 * What SIGTERM does to requests in flight: `finished`; `aborted`, ended early with an answer that
 * says so; `cut`, although a drain was asked for; `frozen`, without an end and with a server that
 * hangs; `lost`, one of these, as every version without a drain does; `unknown`.
 */
export type OnSigterm = 'finished' | 'aborted' | 'cut' | 'frozen' | 'lost' | 'unknown';

/** How the pod that serves goes, as far as its manifest tells. */
export interface Leaving {
  readonly service: ServiceView;
  readonly pod: PodView;
  readonly server: ContainerView;
  readonly engine: EngineView;
  readonly hook?: PreStopView;
  readonly grace: Sited<number>;
  /** Of `--shutdown-timeout`; 0 where it is not given. */
  readonly flagSeconds: number;
  readonly onSigterm: OnSigterm;
  /** From the last token to the end of the process. */
  readonly teardownSeconds: number;
  /** Until routers have forgotten the pod, as stated or else assumed. */
  readonly propagationSeconds: number;
  readonly isPropagationStated: boolean;
  /** What is not written comes from a preset. */
  readonly isPreset: boolean;
}

/** Until no in-cluster proxy sends to a pod that is deleted: 10 to 20 s. */
const PROPAGATION_SECONDS = 15;

/** SGLang looks every 5 s whether it is idle: `sigterm_watchdog` of its tokenizer manager. */
const SGLANG_TEARDOWN_SECONDS = 5;

/** Kinds whose controller drains by itself, or adds what nobody can see here. */
const LEFT_TO_CONTROLLERS = [
  'RayService',
  'InferenceService',
  'NIMService',
  'Model',
  'VLLMRuntime',
  'DynamoGraphDeployment',
];

/** KServe's presets give a hook, a grace period and a drain to what does not overrule them. */
const PRESET = ['LLMInferenceService', 'LLMInferenceServiceConfig'];

/** A dozen rules ask for the same. */
const known = new WeakMap<LintView, readonly Leaving[]>();

/** Of every server whose engine is known and whose way out stands in the manifest. */
export function leavings(view: LintView): readonly Leaving[] {
  const found = known.get(view) ?? leavingsOf(view);
  known.set(view, found);
  return found;
}

function leavingsOf({ services, site }: LintView): Leaving[] {
  return services
    .filter(({ kind }) => !LEFT_TO_CONTROLLERS.includes(kind))
    .flatMap((service) =>
      service.pods.flatMap((pod) => {
        const { server } = pod;
        const engine = server?.engine;
        if (pod.role !== 'server' || !server || !engine?.isServer) return [];
        if (PRESET.includes(service.kind) && server.content.command === undefined) return [];
        return [leaving(service, pod, server, engine, site)];
      }),
    );
}

function leaving(
  service: ServiceView,
  pod: PodView,
  server: ContainerView,
  engine: EngineView,
  site: SiteFacts,
): Leaving {
  const stated = service.plan?.drain.propagationSeconds ?? site.endpointPropagationSeconds;
  const flagSeconds = numberOf(engine.flags.get('--shutdown-timeout')?.value);
  return {
    service,
    pod,
    server,
    engine,
    hook: server.preStop,
    grace: pod.graceSeconds,
    flagSeconds: flagSeconds ?? 0,
    onSigterm: onSigterm(engine, isScripted(server) ? undefined : flagSeconds),
    teardownSeconds: endSeconds(engine, server),
    propagationSeconds: stated ?? PROPAGATION_SECONDS,
    isPropagationStated: stated !== undefined,
    isPreset: PRESET.includes(service.kind),
  };
}

/** A script passes the flag on a condition that nobody evaluates here. */
function isScripted({ engine, content }: ContainerView): boolean {
  const flag = '--shutdown-timeout';
  return !engine?.flags.has(flag) && JSON.stringify(content).includes(flag);
}

/** 0 where the flag is not given, nothing for what somebody fills in later. */
function numberOf(value: string | true | undefined): number | undefined {
  if (value === undefined) return 0;
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

function onSigterm({ name, version }: EngineView, flagSeconds: number | undefined): OnSigterm {
  if (name === 'sglang') return 'finished';
  if (name !== 'vllm' || flagSeconds === undefined) return 'unknown';
  if (version === undefined) return flagSeconds > 0 ? 'finished' : 'lost';
  if (flagSeconds > 0 && flagWorks('--shutdown-timeout', version)) return 'finished';
  // A version without the flag does not even start with it, which another rule says.
  if (flagSeconds > 0) return hasFlag('--shutdown-timeout', version) ? 'cut' : 'unknown';
  if (!covers(drainRows[0], version)) return 'lost';
  return drainBehaviour(version).hangsWithoutFlag ? 'frozen' : 'aborted';
}

/** Where the version is not known, the shortest of those that drain. */
function endSeconds({ name, version }: EngineView, { env }: ContainerView): number {
  if (name !== 'vllm') return SGLANG_TEARDOWN_SECONDS;
  const given = env.get('VLLM_WORKER_SHUTDOWN_TIMEOUT_SECONDS')?.value;
  const workersSeconds = given === undefined ? undefined : numberOf(given);
  if (version !== undefined) return teardownSeconds(version, workersSeconds);
  const drains = drainRows.filter(({ value }) => value.mode === 'flag');
  return Math.min(...drains.map(({ since }) => teardownSeconds(since, workersSeconds)));
}
