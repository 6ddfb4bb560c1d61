import { type ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { nameViolations, serviceName } from '../kube/names';
import { offPeakBatch } from '../manifests';
import { type OffPeakRequest, offPeakPlan, offPeakViolations } from '../plan/off-peak-plan';
import { InvalidInput, type Violation } from '../violations';
import { apiObject } from './api-object';
import type { LlmInferenceService } from './llm-inference-service';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { takeName, takenNameViolations } from './taken-names';
import { type PropNames, unknownProps } from './unknown-props';

/** Hours in which a service rests. */
export interface OffPeakWindow {
  /** Cron of the start, five fields, e.g. `0 22 * * *`. */
  readonly start: string;
  /** Cron of the end, five fields; a drain before the load comes back. */
  readonly end: string;
  /** IANA time zone of both. */
  readonly timeZone: string;
}

/** Work for GPUs that a service leaves idle. */
export interface OffPeakBatchProps {
  /** Service whose GPUs, node, weights and caches it uses; it states `preemptionWait` of at least the drain. */
  readonly service: LlmInferenceService;
  /** What a pod runs; it takes its work from a queue and gives it back on SIGTERM. */
  readonly command: string[];
  /** Image. @default - the service's, which is on the nodes already */
  readonly image?: string;
  /** Environment beside the service's; wins over it, and must hold no secret. @default - the service's */
  readonly env?: { readonly [name: string]: string };
  /** When it runs. @default - whenever GPUs are idle, as kube-state-metrics counts the service's pods */
  readonly window?: OffPeakWindow;
  /** GPUs that are paid for day and night, 1 or more. @default - those of the service at its peak */
  readonly gpus?: number;
  /** GPUs of one pod, 1 … those of a node. @default - those of one pod of the service */
  readonly gpusPerPod?: number;
  /** Time a pod has from SIGTERM to its end, 1 s … 1 h: a new replica of the service waits for it. @default Duration.seconds(30) - one item of work goes back to the queue */
  readonly drain?: Duration;
  /** Name of its objects, a DNS-1035 label that no service of the namespace has. @default - from the construct's id */
  readonly name?: string;
}

const known: PropNames<OffPeakBatchProps> = {
  service: true,
  command: true,
  image: true,
  env: true,
  window: true,
  gpus: true,
  gpusPerPod: true,
  drain: true,
  name: true,
};

const knownOfWindow: PropNames<OffPeakWindow> = { start: true, end: true, timeZone: true };

/**
 * Offline work on the GPUs that a service leaves idle, at the priority `llm-batch`: below every
 * service, and it never preempts. A replica that wants its GPUs back waits for the drain of a
 * batch pod and no longer, which the plan of the service counts in its cold start.
 *
 * ```ts
 * new OffPeakBatch(chart, 'evaluate', {
 *   service,
 *   command: ['python3', '/app/evaluate.py'],
 *   window: { start: '0 22 * * *', end: '0 6 * * *', timeZone: 'Europe/Berlin' },
 * });
 * ```
 *
 * renders a Deployment and what starts and ends it:
 *
 * ```yaml
 * apiVersion: keda.sh/v1alpha1
 * kind: ScaledObject
 * metadata:
 *   name: evaluate
 * spec:
 *   minReplicaCount: 0
 *   triggers:
 *     - type: cron
 * ```
 */
export class OffPeakBatch extends Construct {
  /** Pods that run at most. */
  public readonly pods: number;
  /** GPUs that they take at most. */
  public readonly gpus: number;
  /** Longest that a new replica of the service waits for a batch pod to end. */
  public readonly delay: Duration;
  /** The Deployment. */
  public readonly workload: ApiObject;
  /** The ScaledObject. */
  public readonly scaler: ApiObject;

  /**
   * @param scope Chart of the namespace of the service.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation at once: of the props, and where the service does not count the drain, leaves no GPU idle, or KEDA would refuse the window; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, given: OffPeakBatchProps) {
    const subject = [scope.node.path, id].filter(Boolean).join('/');
    const props = ofTheirKind(given);
    const untold = unknownBatchProps(given);
    if (!props.service) {
      throw new InvalidInput([...untold, ...(given.service ? [] : [missingService])], subject);
    }
    const { plan, spec, site } = props.service._settledService();
    const stated: OffPeakRequest = {
      gpus: props.gpus,
      gpusPerPod: props.gpusPerPod,
      drainSeconds: (props.drain ?? Duration.seconds(30)).toSeconds(),
      window: props.window,
    };
    const batch = offPeakPlan(plan.toRequest(), plan._answer(), stated);
    const context = { maxReplicas: Math.max(1, batch.pods) };
    const name = props.name ?? serviceName(id, context);
    const violations = [
      ...untold,
      ...namespaceViolations(scope, spec.namespace),
      ...(props.name === undefined ? [] : nameViolations('name', props.name, context)),
      // Its Deployment and ScaledObject are of the same kinds as a service's.
      ...takenNameViolations(scope, name, spec.namespace),
      ...offPeakViolations(plan.toRequest(), plan._answer(), stated),
    ];
    if (violations.length > 0) throw new InvalidInput(violations, subject);
    super(scope, id);
    takeName(this, name, spec.namespace);
    const own = {
      name,
      image: props.image ?? spec.engine.image,
      command: props.command,
      env: props.env ?? {},
      window: props.window,
    };
    const [workload, scaler] = offPeakBatch(plan._answer(), batch, own, spec, site);
    this.pods = batch.pods;
    this.gpus = batch.pods * batch.gpusPerPod;
    this.delay = Duration.seconds(batch.delaySeconds);
    this.workload = apiObject(this, 'Resource', workload);
    this.scaler = apiObject(this, 'Scaler', scaler);
  }
}

function unknownBatchProps(props: OffPeakBatchProps): Violation[] {
  return [
    ...unknownProps(props, known),
    ...kindViolations(props),
    ...unknownProps(props.window, knownOfWindow, 'window.'),
  ];
}

const missingService: Violation = {
  path: 'service',
  value: undefined,
  allowed: 'given',
  fix: 'give the LlmInferenceService whose idle GPUs it runs on',
};

/** Weights, caches and login are mounted in the namespace of the service. */
function namespaceViolations(scope: Construct, wanted = 'default'): Violation[] {
  const { namespace = 'default' } = Chart.of(scope);
  if (namespace === wanted) return [];
  return [
    {
      path: 'service',
      value: namespace,
      allowed: `of the chart's own namespace: weights and caches of '${wanted}' cannot be mounted here`,
      fix: `create it in a chart of the namespace '${wanted}'`,
    },
  ];
}
