import { Construct } from 'constructs';
import type { PlanAnswer } from '../capacity/answer';
import { headroomClaim } from '../capacity/beside-claims';
import type { GpuClaim } from '../capacity/gpu-claim';
import type { CachesRequest } from '../capacity/request';
import { serviceName } from '../kube/names';
import type { PlatformSpec } from '../kube/platform';
import { headroomObjects, type ServiceSpec } from '../manifests';
import type { Violation } from '../violations';
import { apiObject } from './api-object';
import { ownName, refuseIfAny } from './own-name';
import { takeName, takenNameViolations } from './taken-names';
import { type PropNames, unknownProps } from './unknown-props';

/** Who keeps the nodes of a headroom. */
export enum HeadroomMechanism {
  /** Pods of negative priority that hold the GPUs and give way at once; works with every autoscaler. */
  PLACEHOLDER_PODS = 'placeholder-pods',
  /** A CapacityBuffer, where the platform states `capacityBuffers`: no pods and no quota. */
  CAPACITY_BUFFER = 'capacity-buffer',
}

/** A service for which nodes stand ready. */
interface KeptService {
  readonly spec: ServiceSpec;
  readonly site: PlatformSpec;
  /** What it takes of its pool. */
  readonly claim: GpuClaim;
}

/** How a headroom is kept. */
export interface WarmHeadroomProps {
  /** Who keeps the nodes. @default HeadroomMechanism.PLACEHOLDER_PODS - CapacityBuffer is behind a feature gate in Karpenter and flags in cluster-autoscaler */
  readonly mechanism?: HeadroomMechanism;
  /** Start of the names of its objects, a DNS-1035 label of at most 51 characters. @default - from the construct's id */
  readonly name?: string;
}

const known: PropNames<WarmHeadroomProps> = { mechanism: true, name: true };

const KIND = 'warm-headroom';

/**
 * Nodes that stand ready for the next replicas of the services that name it. How many follows from
 * each plan: the growth until a node that was taken is replaced. It saves the boot of a node and,
 * with a `WarmImageCache`, the image; a warm node is not a warm replica.
 *
 * ```ts
 * const headroom = new WarmHeadroom(new Chart(app, 'headroom', { namespace: 'headroom' }), 'warm');
 * new LlmInferenceService(chart, 'chat', {
 *   model: LlmModel.of('meta-llama/Llama-3.3-70B-Instruct'),
 *   accelerator: Accelerator.H100_SXM,
 *   traffic: { peakRequestsPerSecond: 100 },
 *   headroom,
 * });
 * ```
 *
 * renders, in the namespace `headroom`,
 *
 * ```yaml
 * apiVersion: apps/v1
 * kind: Deployment
 * metadata:
 *   name: warm-serving-chat
 * spec:
 *   replicas: 1
 * ```
 *
 * The placeholders have the priority class `llm-placeholder`, which a `PriorityLadder` renders.
 */
export class WarmHeadroom extends Construct {
  private readonly mechanism: HeadroomMechanism;
  private readonly own: { readonly name: string; readonly namespace: string };
  private readonly held = new Map<string, number>();

  /**
   * @param scope Chart of a namespace of its own: placeholders count against the GPU quota of the namespace they are in.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, props: WarmHeadroomProps = {}) {
    const { name, namespace, violations } = ownName(scope, id, props.name, KIND);
    refuseIfAny([...unknownProps(props, known), ...violations], scope, id);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    this.mechanism = props.mechanism ?? HeadroomMechanism.PLACEHOLDER_PODS;
    this.own = { name, namespace };
  }

  /** GPUs that are kept ready for the services that were declared so far. */
  public gpus(): number {
    return [...this.held.values()].reduce((sum, gpus) => sum + gpus, 0);
  }

  /**
   * How a plan request names it.
   * @internal
   */
  public _cache(): CachesRequest['node'] {
    return this.mechanism === HeadroomMechanism.CAPACITY_BUFFER ? 'capacity-buffer' : true;
  }

  /**
   * Why a service of a namespace cannot use it.
   * @internal
   */
  public _violations(service: string, namespace: string): Violation[] {
    return [...this.quotaViolations(namespace), ...this.nameViolations(service, namespace)];
  }

  private quotaViolations(namespace: string): Violation[] {
    const pods = this.mechanism === HeadroomMechanism.PLACEHOLDER_PODS;
    if (!pods || namespace !== this.own.namespace) return [];
    return [
      {
        path: 'headroom',
        value: this.own.namespace,
        allowed:
          "of a chart in another namespace than the service's, whose GPU quota its pods would take",
        fix: "create it in a chart with a namespace of its own, e.g. new Chart(app, 'headroom', { namespace: 'headroom' })",
      },
    ];
  }

  /** A Deployment of the same name is there, such as that of batch work or of another headroom. */
  private nameViolations(service: string, namespace: string): Violation[] {
    const name = this.objectName(service, namespace);
    return takenNameViolations(this, name, this.own.namespace).map(({ allowed }) => ({
      path: 'headroom',
      value: name,
      allowed: `one whose object has ${allowed.replace(/^another than/, 'another name than')}`,
      fix: `give the service a headroom of another name, e.g. name: '${this.own.name}-b'`,
    }));
  }

  /** With the namespace, as two services of one name may share a headroom. */
  private objectName(service: string, namespace: string): string {
    return serviceName(`${this.own.name}-${namespace}-${service}`, { maxReplicas: 1 });
  }

  /**
   * Keeps nodes ready for a service and says what that takes; to be called once the service is
   * known to be valid.
   * @internal
   */
  public _keep(
    answer: PlanAnswer,
    { spec, site: platform, claim }: KeptService,
  ): GpuClaim | undefined {
    const { headroom } = answer;
    if (!headroom) return undefined;
    const name = this.objectName(spec.name, spec.namespace ?? 'default');
    takeName(this, name, this.own.namespace);
    const own = { ...this.own, name, mechanism: this.mechanism };
    for (const wire of headroomObjects(answer, headroom, spec, platform, own)) {
      apiObject(this, `${spec.namespace ?? ''}-${spec.name}-${wire.kind}`, wire);
    }
    this.held.set(`${spec.namespace}/${spec.name}`, headroom.gpus);
    const pods = this.mechanism === HeadroomMechanism.PLACEHOLDER_PODS;
    return headroomClaim(claim, headroom, { name, kind: pods ? 'placeholder' : 'buffer' });
  }
}
