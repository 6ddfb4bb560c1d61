import type { PlanAnswer } from '../capacity/answer';
import { acceleratorRow } from '../facts/accelerator-rows';
import { nodeRow } from '../facts/node-rows';
import { LabelKey } from '../kube/labels';
import type { PlatformSpec } from '../kube/platform';
import { placement, type ServiceSpec } from '../manifests';
import { InferenceEngine } from './inference-engine';
import { WorkloadKind } from './kinds';
import { vendorOf } from './request';
import type { LlmInferenceServiceProps } from './service-props';
import { classOf } from './tier';
import { WeightSource } from './weight-source';

const TCP = { kind: 'tcp', resource: undefined, resourceCount: undefined };

/** Props and plan as the manifests need them. */
export function specOf(
  props: LlmInferenceServiceProps,
  plan: PlanAnswer,
  platform: PlatformSpec,
  name: string,
  namespace: string | undefined,
  request: unknown,
): ServiceSpec {
  const { model } = props;
  const { choice } = plan;
  const engine = props.engine ?? InferenceEngine.vllm();
  const weights = props.weights ?? WeightSource.huggingFace();
  const { zone } = weights._bounds();
  const resourceName = resourceOf(props, choice.accelerator);
  return {
    name,
    namespace,
    model: model.id,
    servedModelName: props.servedModelName ?? model.id,
    engine: {
      version: engine.version,
      image: engine._image(vendorOf(props)),
      extraArgs: engine._options().extraArgs ?? [],
      env: engine._options().env ?? {},
    },
    weights: weights._spec(model.id),
    compileCache: props.compileCache?._spec(engine.version),
    workload: props.workload ?? WorkloadKind.LEADER_WORKER_SET,
    replicas: props.replicas,
    accelerator: { id: choice.accelerator, resourceName },
    fabric: fabricOf(props, choice.node, plan.replica?.nodes ?? 1),
    scheduling: placement(
      {
        accelerator: acceleratorRow(choice.accelerator) ?? { resourceName, nodeLabels: {} },
        node: machineOf(choice.node),
        nodesPerReplica: plan.replica?.nodes ?? 1,
        nodeSelector: { ...(zone ? { [LabelKey.ZONE]: zone } : {}), ...props.nodeSelector },
        toleratedTaints: props.toleratedTaints ?? [],
        priorityClassName: classOf(props),
        capacityType: props.pool?._capacityType(),
      },
      platform,
    ),
    apiKey: props.apiKey?._ref(),
    imagePullSecrets: props.imagePullSecrets ?? [],
    podLabels: props.podLabels ?? {},
    podAnnotations: props.podAnnotations ?? {},
    readOnlyRootFilesystem: props.readOnlyRootFilesystem ?? true,
    clients: (props.clients ?? []).map((peer) => peer._spec()),
    monitorPeers: (props.monitors ?? []).map((peer) => peer._spec()),
    planAnnotation: JSON.stringify(request),
    pinNotes: pinNotes(plan),
  };
}

/** Extended resource of a service's GPUs. */
export function resourceOf({ accelerator }: LlmInferenceServiceProps, id: string): string {
  return accelerator?.resourceName ?? acceleratorRow(id)?.resourceName ?? 'nvidia.com/gpu';
}

/** `aws/p5.48xlarge` is a machine of aws; any other name is the machine's own. */
function machineOf(id: string): { provider: string; instanceType: string } {
  const row = nodeRow(id);
  if (row) return row;
  const [provider, instanceType = ''] = id.split('/');
  return { provider, instanceType };
}

/** Groups only: one node needs no network between its GPUs. */
function fabricOf(
  { node }: LlmInferenceServiceProps,
  id: string,
  nodes: number,
): ServiceSpec['fabric'] {
  if (nodes <= 1) return undefined;
  const { kind, resource, resourceCount } = node?._fabric() ?? nodeRow(id)?.fabric ?? TCP;
  // Without a resource to request the plan counts on TCP, and so do the pods.
  return (
    resource === undefined ? TCP : { kind, resource, resourceCount }
  ) as ServiceSpec['fabric'];
}

function pinNotes({ evidence }: PlanAnswer): string[] {
  return evidence
    .filter(({ kind }) => kind === 'pinned')
    .map(({ quantity, formula }) => `${quantity}: ${formula}`);
}
