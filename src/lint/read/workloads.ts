import type { ManifestObject } from '../view/place';
import type { PodView } from '../view/pod-view';
import { Cursor } from './cursor';
import type { DeviceCounts } from './device-claims';
import { groupOf } from './objects';
import { ownPlan } from './plan';
import type { Workload, WorkloadReader } from './workload';
import {
  readArgoRollout,
  readBarePod,
  readCloneSet,
  readDeployment,
  readKnativeService,
  readReplicaSet,
  readStatefulSet,
} from './workload-apps';
import { readDynamoGraph } from './workload-dynamo';
import { readDisaggregatedSet, readLeaderWorkerSet } from './workload-group';
import {
  readInferenceService,
  readOmeRuntime,
  readServingRuntime,
} from './workload-inference-service';
import { readLlmInferenceService } from './workload-llm-service';
import {
  readKubeAiModel,
  readLlmKubeService,
  readModelBooster,
  readNimService,
  readVllmRuntime,
} from './workload-model';
import { readRayCluster, readRayClusterFleet, readRayService } from './workload-ray';
import { readModelServing, readRoleBasedGroup, readStormService } from './workload-roles';

/** What tells that pods of a kind serve a model: their containers, GPUs too, or the kind alone. */
type Proof = 'containers' | 'gpus' | 'kind';

interface KindRow {
  readonly group: RegExp;
  readonly kind: string;
  readonly read: WorkloadReader;
  readonly proof: Proof;
}

const row = (
  group: RegExp,
  kind: string,
  read: WorkloadReader,
  proof: Proof = 'containers',
): KindRow => ({ group, kind, read, proof });

const KINDS: readonly KindRow[] = [
  row(/^(apps|extensions)$/, 'Deployment', readDeployment),
  row(/^(apps|extensions)$/, 'ReplicaSet', readReplicaSet),
  row(/^apps(\.kruise\.io)?$/, 'StatefulSet', readStatefulSet),
  row(/^apps\.kruise\.io$/, 'CloneSet', readCloneSet),
  row(/^argoproj\.io$/, 'Rollout', readArgoRollout),
  row(/^$/, 'Pod', readBarePod),
  row(/^leaderworkerset\.x-k8s\.io$/, 'LeaderWorkerSet', readLeaderWorkerSet),
  row(/^disaggregatedset\.x-k8s\.io$/, 'DisaggregatedSet', readDisaggregatedSet),
  row(/^ray\.io$/, 'RayCluster', readRayCluster),
  row(/^ray\.io$/, 'RayService', readRayService),
  row(/^orchestration\.aibrix\.ai$/, 'RayClusterFleet', readRayClusterFleet),
  row(/^orchestration\.aibrix\.ai$/, 'StormService', readStormService),
  row(/^workload\.serving\.volcano\.sh$/, 'ModelServing', readModelServing),
  row(/^workload\.serving\.volcano\.sh$/, 'ModelBooster', readModelBooster),
  row(/^workloads\.x-k8s\.io$/, 'RoleBasedGroup', readRoleBasedGroup),
  row(/^serving\.knative\.dev$/, 'Service', readKnativeService),
  row(/^serving\.kserve\.io$/, 'LLMInferenceService', readLlmInferenceService, 'kind'),
  row(/^serving\.kserve\.io$/, 'LLMInferenceServiceConfig', readLlmInferenceService),
  row(/^serving\.kserve\.io$/, 'InferenceService', readInferenceService, 'gpus'),
  row(/^serving\.kserve\.io$/, 'ServingRuntime', readServingRuntime),
  row(/^serving\.kserve\.io$/, 'ClusterServingRuntime', readServingRuntime),
  row(/^ome\.io$/, 'ServingRuntime', readOmeRuntime),
  row(/^ome\.io$/, 'ClusterServingRuntime', readOmeRuntime),
  row(/^inference\.llmkube\.dev$/, 'InferenceService', readLlmKubeService, 'gpus'),
  row(/^nvidia\.com$/, 'DynamoGraphDeployment', readDynamoGraph, 'gpus'),
  row(/^apps\.nvidia\.com$/, 'NIMService', readNimService, 'kind'),
  row(/^kubeai\.org$/, 'Model', readKubeAiModel, 'kind'),
  row(/^production-stack\.vllm\.ai$/, 'VLLMRuntime', readVllmRuntime, 'kind'),
];

/** The workloads of an object that serve a model: by engine, by GPUs or by their kind. */
export function servingWorkloads(
  object: ManifestObject,
  devices: DeviceCounts,
): readonly Workload[] {
  const row = KINDS.find(({ group, kind }) => kind === object.kind && group.test(groupOf(object)));
  if (row === undefined) return [];
  const plan = ownPlan(object);
  const plannedVersion = typeof plan === 'object' ? plan.engineVersion : undefined;
  const workloads = row.read(Cursor.of(object), { plannedVersion, devices });
  return workloads.filter(({ pods }) => proves(row.proof, pods));
}

function proves(proof: Proof, pods: readonly PodView[]): boolean {
  if (proof === 'kind' || pods.some(({ server }) => server)) return true;
  return proof === 'gpus' && pods.some(({ gpus }) => gpus > 0);
}

/** Whether any rule looks at objects of this kind as workloads. */
export function isWorkload(object: ManifestObject): boolean {
  return KINDS.some(({ group, kind }) => kind === object.kind && group.test(groupOf(object)));
}
