import { mergedCompilation } from '../engines/vllm/compilation';
import { flagWorks } from '../engines/vllm/flags';
import { serverCommand } from '../engines/vllm/image';
import { httpPort, masterPort, modelsPath } from './constants';
import type { PodRole } from './labels';
import type { ServicePlan } from './service-plan';
import type { ServiceSpec } from './service-spec';

/** What the engine loads: a repository, an object's address, or a path below what is mounted. */
export function modelReference({ weights }: ServiceSpec): string {
  if (weights.kind === 'hugging-face') return weights.repository;
  if (weights.kind === 'object-store') return weights.uri;
  return [modelsPath, ...weights.path.split('/')].filter((part) => part !== '').join('/');
}

/** The server itself, with no shell before it: signals of kubelet and hooks are for PID 1. */
export function command(spec: ServiceSpec): string[] {
  return serverCommand(spec.engine.version, modelReference(spec));
}

/**
 * The engine takes the last of two equal flags: the user's arguments overrule the plan's, and
 * neither can move the ports that probes, hooks, monitor and Service are written for.
 */
export function args(plan: ServicePlan, spec: ServiceSpec, role: PodRole): string[] {
  return [
    `--served-model-name=${spec.servedModelName}`,
    ...revision(spec),
    ...mergedCompilation([
      ...plan.choice.engineArguments,
      ...loaderConfig(spec),
      ...shutdownTimeout(plan, spec),
      ...spec.engine.extraArgs,
    ]),
    ...(role === 'leader' ? [`--port=${httpPort}`] : []),
    ...(plan.replica.nodes > 1 ? groupArguments(role) : []),
  ];
}

function revision({ weights }: ServiceSpec): string[] {
  if (weights.kind !== 'hugging-face' || !weights.revision) return [];
  return [`--revision=${weights.revision}`];
}

function loaderConfig({ weights }: ServiceSpec): string[] {
  if (weights.kind !== 'object-store' || weights.concurrency === undefined) return [];
  const { concurrency } = weights;
  return [`--model-loader-extra-config=${JSON.stringify({ concurrency })}`];
}

// Without it SIGTERM freezes running streams and the server hangs; in 0.18 to 0.20 the flag exists
// and cuts every stream all the same.
function shutdownTimeout({ choice, drain }: ServicePlan, { engine }: ServiceSpec): string[] {
  const flag = '--shutdown-timeout';
  const stated = choice.engineArguments.some((argument) => argument.startsWith(`${flag}=`));
  if (stated || !flagWorks(flag, engine.version)) return [];
  return [`${flag}=${drain.engineSeconds}`];
}

// LeaderWorkerSet defines both variables before every other, so that Kubernetes expands them here.
function groupArguments(role: PodRole): string[] {
  return [
    '--node-rank=$(LWS_WORKER_INDEX)',
    '--master-addr=$(LWS_LEADER_ADDRESS)',
    `--master-port=${masterPort}`,
    ...(role === 'worker' ? ['--headless'] : []),
  ];
}
