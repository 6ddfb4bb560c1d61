import { type ApiObject, Chart, type JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { GpuClaim } from '../capacity/gpu-claim';
import { httpPort, ServiceLabel, type ServiceObjects } from '../manifests';
import type { CapacityPlan } from '../plan/capacity-plan';
import { apiObject } from './api-object';
import { type IPodSelector, type PodSelectorConfig, podSelectorConfig } from './interop';
import { withDefaults } from './layers';
import { subjectOf } from './own-name';
import { patchPods } from './pod-patch';
import { ofTheirKind } from './prop-kinds';
import { nameOfService } from './service-names';
import type { LlmInferenceServiceProps } from './service-props';
import { ServingPlatform } from './serving-platform';
import { type SettledService, settleService } from './settled-service';
import { takeName, takenNameViolations } from './taken-names';

/**
 * One LLM service: workload, Service, scaler, monitor, disruption budget, ServiceAccount and
 * network policies, every number of which is one of its capacity plan.
 *
 * ```ts
 * new LlmInferenceService(chart, 'chat', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   accelerator: Accelerator.H100_SXM,
 *   traffic: { peakRequestsPerSecond: 100, inputTokens: 500, outputTokens: 300 },
 * });
 * ```
 *
 * renders, among others,
 *
 * ```yaml
 * apiVersion: leaderworkerset.x-k8s.io/v1
 * kind: LeaderWorkerSet
 * metadata:
 *   name: chat
 * ```
 */
export class LlmInferenceService extends Construct implements IPodSelector {
  /**
   * The plan that a service of these props would have, without any object: for tests of cost and
   * for what-if questions.
   *
   * ```ts
   * LlmInferenceService.planFor({
   *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
   *   accelerator: Accelerator.H100_SXM,
   *   traffic: { peakRequestsPerSecond: 200 },
   * }).cost?.usdPerMonthMean;
   * ```
   *
   * @param props Props of the service; without `platform` a platform of defaults, without `name` the name `service`.
   * @throws with every violation of the props at once.
   */
  public static planFor(props: LlmInferenceServiceProps): CapacityPlan {
    const { platform = ServingPlatform.custom({}), name = 'service' } = ofTheirKind(props);
    return settleService(props, { name, namespace: 'default', platform, violations: [] }).plan;
  }

  /** The numbers, final from here on. */
  public readonly plan: CapacityPlan;
  /** LeaderWorkerSet or Deployment. */
  public readonly workload: ApiObject;
  /** ScaledObject; absent with a fixed number of replicas. */
  public readonly scaler?: ApiObject;
  /** In-cluster address of the OpenAI API, `http://<service>.<namespace>.svc:8000/v1`. */
  public readonly endpoint: string;
  /** Name of the workload, and the value of the label `cdk8s-llm.dev/service`. */
  public readonly name: string;

  private readonly settled: SettledService;

  /**
   * What it takes of its pool.
   * @internal
   */
  public readonly _claim: GpuClaim;
  /**
   * What is kept ready for it.
   * @internal
   */
  public readonly _headroomClaim?: GpuClaim;
  /**
   * Where its objects are.
   * @internal
   */
  public readonly _namespace: string;

  /**
   * @param scope Chart, or any construct below one.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, props: LlmInferenceServiceProps) {
    // Before super(): a refused service must not stay in the tree as an empty construct.
    const usable = ofTheirKind(props);
    const platform = usable.platform ?? ServingPlatform.of(scope);
    // Queries name the namespace, so objects must not land in whichever one they are applied to.
    const { namespace = 'default' } = Chart.of(scope);
    const name = nameOfService(id, usable, platform);
    const subject = subjectOf(scope, id);
    const violations = takenNameViolations(scope, name, namespace);
    const place = { name, namespace, platform, subject, violations };
    const settled = settleService(props, place);
    const { plan, objects, claim } = settled;
    super(scope, id);
    takeName(this, name, namespace);
    settled.imageCache?._keep(settled.cached);
    this.name = name;
    this.settled = settled;
    this.plan = plan;
    this._claim = claim;
    this._namespace = namespace;
    this.endpoint = `http://${objects.service.metadata.name}.${namespace}.svc:${httpPort}/v1`;
    const { headroom } = withDefaults(props, platform);
    this._headroomClaim = headroom?._keep(plan._answer(), settled);
    for (const [child, wire] of Object.entries(namedObjects(objects))) apiObject(this, child, wire);
    this.workload = this.node.findChild('Resource') as ApiObject;
    this.scaler = this.node.tryFindChild('Scaler') as ApiObject | undefined;
  }

  /**
   * Patches every pod template of the workload, leader and workers, on the wire form.
   *
   * ```ts
   * service.addPodPatch(JsonPatch.add('/spec/dnsPolicy', 'Default'));
   * ```
   *
   * @param ops Operations whose paths start at the pod template, such as `/spec/containers/0`.
   */
  public addPodPatch(...ops: JsonPatch[]): void {
    patchPods(this.workload, ops);
  }

  /** Selects the pods that answer requests, for cdk8s-plus Services and policies. */
  public toPodSelectorConfig(): PodSelectorConfig {
    return podSelectorConfig({
      [ServiceLabel.SERVICE]: this.name,
      [ServiceLabel.ROLE]: 'leader',
    });
  }

  /**
   * Plan, specification and site, for what runs beside the service.
   * @internal
   */
  public _settledService(): SettledService {
    return this.settled;
  }

  /** This service as a cdk8s-plus pod selector. */
  public toPodSelector(): IPodSelector {
    return this;
  }
}

/** Child ids are part of the contract: `Resource` is what `ApiObject.of(service)` finds. */
function namedObjects(objects: ServiceObjects): Record<string, ServiceObjects['workload']> {
  const policies = objects.networkPolicies.map(
    (policy, i) => [`NetworkPolicy${i}`, policy] as const,
  );
  const all: Record<string, ServiceObjects['workload'] | undefined> = {
    ServiceAccount: objects.serviceAccount,
    PrimingJob: objects.primingJob,
    Resource: objects.workload,
    Service: objects.service,
    Monitor: objects.monitor,
    DisruptionBudget: objects.disruptionBudget,
    ...Object.fromEntries(policies),
    RecordingRules: objects.recordingRules,
    TriggerAuthentication: objects.triggerAuthentication,
    Scaler: objects.scaler,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([id, wire]) => (wire ? [[id, wire] as const] : [])),
  );
}
