import { type ApiObject, Chart, type JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import type { PlanAnswer } from '../capacity/answer';
import { httpPort, renderService, ServiceLabel, type ServiceObjects } from '../manifests';
import { CapacityPlan } from '../plan/capacity-plan';
import { nodeAutoscalerOf } from '../plan/timing';
import { InvalidInput } from '../violations';
import { apiObject } from './api-object';
import { type IPodSelector, type PodSelectorConfig, podSelectorConfig } from './interop';
import { specOf } from './manifest-spec';
import { patchPods } from './pod-patch';
import { requestOf, withDefaults } from './request';
import { claimName, nameOfService } from './service-names';
import type { LlmInferenceServiceProps } from './service-props';
import { ServingPlatform } from './serving-platform';
import { usableProps } from './usable';

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
   * The plan that a service of these props would have, without any object.
   *
   * @param props Props of the service; the platform is the stated one, else one of defaults.
   * @throws with every violation of the props at once.
   */
  public static planFor(props: LlmInferenceServiceProps): CapacityPlan {
    const platform = props.platform ?? ServingPlatform.custom({});
    const name = props.name ?? 'service';
    return usablePlan(withDefaults(props, platform), platform, name, undefined);
  }

  /** The numbers, final from here on. */
  public readonly plan: CapacityPlan;
  /** LeaderWorkerSet or Deployment. */
  public readonly workload: ApiObject;
  /** ScaledObject; absent with a fixed number of replicas. */
  public readonly scaler?: ApiObject;
  /** In-cluster address of the OpenAI API. */
  public readonly endpoint: string;
  /** Name of every object of the service. */
  public readonly name: string;

  /** @throws with every violation of the props at once, before anything is written. */
  public constructor(scope: Construct, id: string, props: LlmInferenceServiceProps) {
    super(scope, id);
    const platform = props.platform ?? ServingPlatform.of(this);
    const { namespace } = Chart.of(this);
    const all = withDefaults(props, platform);
    this.name = nameOfService(id, all, platform);
    claimName(this, this.name, namespace);
    this.plan = usablePlan(all, platform, this.name, namespace);
    const objects = this.render(all, platform, namespace);
    const host = `${objects.service.metadata.name}.${namespace ?? 'default'}.svc`;
    this.endpoint = `http://${host}:${httpPort}/v1`;
    for (const [child, wire] of Object.entries(namedObjects(objects))) apiObject(this, child, wire);
    this.workload = this.node.findChild('Resource') as ApiObject;
    this.scaler = this.node.tryFindChild('Scaler') as ApiObject | undefined;
  }

  /**
   * Patches every pod template of the workload, leader and workers, on the wire form: paths start
   * at the template, such as `/spec/dnsPolicy`.
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

  /** This service as a cdk8s-plus pod selector. */
  public toPodSelector(): IPodSelector {
    return this;
  }

  private render(
    props: LlmInferenceServiceProps,
    platform: ServingPlatform,
    namespace: string | undefined,
  ): ServiceObjects {
    const answer: PlanAnswer = this.plan._answer();
    const provider = answer.choice.node.split('/')[0];
    const autoscaler = nodeAutoscalerOf(platform._toRequest().nodeAutoscaler, provider);
    const site = platform._spec(provider, autoscaler);
    const request: unknown = this.plan.toRequest();
    const spec = specOf(props, answer, site, this.name, namespace, request);
    return renderService(answer, spec, site, platform._scrapeIntervalSeconds());
  }
}

/** The plan of usable props: contradictions of props and of the request are reported together. */
function usablePlan(
  props: LlmInferenceServiceProps,
  platform: ServingPlatform,
  name: string,
  namespace: string | undefined,
): CapacityPlan {
  const violations = usableProps(props);
  try {
    const plan = CapacityPlan.fromRequest(requestOf(props, platform, name, namespace));
    if (violations.length > 0) throw new InvalidInput(violations);
    return fleetOf(plan);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const all = violations === error.violations ? violations : [...violations, ...error.violations];
    throw new InvalidInput(all);
  }
}

/** A service must fit and keep its objectives; the command line answers where a manifest cannot. */
function fleetOf(plan: CapacityPlan): CapacityPlan {
  if (plan.fleet) return plan;
  if (!plan.memory.fits) {
    throw new InvalidInput([
      {
        path: 'model',
        value: plan.choice.accelerator,
        allowed: `a configuration that fits: ${plan.memory.missingGiBPerGpu.toFixed(1)} GiB a GPU are missing`,
        fix: plan.memory.smallestChange,
      },
    ]);
  }
  const unreachable = plan.warnings.find(({ code }) => code === 'objectives-out-of-reach');
  throw new InvalidInput([
    {
      path: unreachable?.path ?? 'objectives',
      value: plan.choice.accelerator,
      allowed: 'an objective within reach',
      fix: `${unreachable?.message}; ${unreachable?.fix}`,
    },
  ]);
}

/** Child ids are part of the contract: `Resource` is what `ApiObject.of(service)` finds. */
function namedObjects(objects: ServiceObjects): Record<string, ServiceObjects['workload']> {
  const policies = objects.networkPolicies.map(
    (policy, i) => [`NetworkPolicy${i}`, policy] as const,
  );
  const all: Record<string, ServiceObjects['workload'] | undefined> = {
    ServiceAccount: objects.serviceAccount,
    Resource: objects.workload,
    Service: objects.service,
    Monitor: objects.monitor,
    DisruptionBudget: objects.disruptionBudget,
    ...Object.fromEntries(policies),
    TriggerAuthentication: objects.triggerAuthentication,
    Scaler: objects.scaler,
  };
  return Object.fromEntries(
    Object.entries(all).flatMap(([id, wire]) => (wire ? [[id, wire] as const] : [])),
  );
}
