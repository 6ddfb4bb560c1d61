import { type ApiObject, Chart, Duration } from 'cdk8s';
import { Construct } from 'constructs';
import { batchClaim } from '../capacity/beside-claims';
import type { GpuClaim } from '../capacity/gpu-claim';
import { nameViolations, serviceName } from '../kube/names';
import { priorityRow } from '../kube/priority';
import { offPeakBatch } from '../manifests';
import { type OffPeakRequest, offPeakPlan } from '../plan/off-peak-plan';
import { offPeakViolations } from '../plan/off-peak-violations';
import { InvalidInput, type Violation } from '../violations';
import { apiObject } from './api-object';
import type { LlmInferenceService } from './llm-inference-service';
import {
  type OffPeakBatchProps,
  offPeakBatchProps,
  offPeakWindowProps,
} from './off-peak-batch-props';
import { subjectOf } from './own-name';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { takeName, takenNameViolations } from './taken-names';
import { unknownProps } from './unknown-props';

/**
 * Offline work on the GPUs that a service leaves idle, at the priority `llm-batch`: below every
 * service, and it never preempts. A replica that wants its GPUs back waits for the drain of a
 * batch pod and no longer, which the plan of the service counts in its cold start.
 *
 * With a `service` that states `preemptionWait: Duration.seconds(30)`,
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
   * What it takes of the service's pool.
   * @internal
   */
  public readonly _claim: GpuClaim;
  /**
   * Whose idle GPUs it takes.
   * @internal
   */
  public readonly _service: LlmInferenceService;

  /**
   * @param scope Chart of the namespace of the service.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation at once: of the props, and where the service does not count the drain, leaves no GPU idle, or KEDA would refuse the window; the scope is left as it was.
   */
  public constructor(scope: Construct, id: string, given: OffPeakBatchProps) {
    const subject = subjectOf(scope, id);
    const props = ofTheirKind(given);
    const untold = unknownBatchProps(given);
    if (!props.service) {
      throw new InvalidInput([...untold, ...(given.service ? [] : [missingService])], subject);
    }
    const { plan, spec, site } = props.service._settledService();
    const stated: OffPeakRequest = {
      gpus: props.gpus,
      gpusPerPod: props.gpusPerPod,
      drainSeconds: (props.drain ?? Duration.seconds(30)).toSeconds({ integral: false }),
      window: props.window,
      command: props.command,
    };
    const batch = offPeakPlan(plan.toRequest(), plan._answer(), stated);
    const context = { maxReplicas: MOST_PODS };
    const name = props.name ?? serviceName(id, context);
    const violations = [
      ...untold,
      ...namespaceViolations(scope, spec.namespace),
      ...(props.name === undefined ? [] : nameViolations('name', props.name, context)),
      // Its Deployment and ScaledObject are of the same kinds as a service's.
      ...takenNameViolations(scope, name, spec.namespace),
      ...offPeakViolations(plan.toRequest(), plan._answer(), stated),
      ...yieldViolations(props.service),
      ...sharedViolations(props),
    ];
    if (violations.length > 0) throw new InvalidInput(violations, subject);
    super(scope, id);
    takeName(this, name, spec.namespace);
    if (!props.window) followed.set(props.service, this.node.path);
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
    this._claim = batchClaim(props.service._claim, { ...batch, name });
    this._service = props.service;
    this.workload = apiObject(this, 'Resource', workload);
    this.scaler = apiObject(this, 'Scaler', scaler);
  }
}

/** Room in the name of the HPA's pods, whatever the plan. */
const MOST_PODS = 999;

/** Services whose idle GPUs somebody takes already, and who. */
const followed = new WeakMap<LlmInferenceService, string>();

/** A second one would count the same GPUs as idle. */
function sharedViolations({ service, window }: OffPeakBatchProps): Violation[] {
  const other = followed.get(service);
  if (window || other === undefined) return [];
  return [
    {
      path: 'window',
      value: undefined,
      allowed: `given: '${other}' takes the idle GPUs of '${service.name}' already`,
      fix: 'state hours of its own, or run both programs from one queue',
    },
  ];
}

/** What cannot preempt the batch waits until its work is done, and not for a drain. */
function yieldViolations({ name, _claim }: LlmInferenceService): Violation[] {
  const { rank } = _claim;
  const batch = priorityRow('batch')?.value ?? 0;
  if (rank.preempts && rank.priority > batch) return [];
  return [
    {
      path: 'service',
      value: name,
      allowed: `of a tier above batch that preempts, and not '${rank.className ?? rank.name}'`,
      fix: "state tier: PriorityTier.ONLINE on it, or leave 'tier' out",
    },
  ];
}

function unknownBatchProps(props: OffPeakBatchProps): Violation[] {
  return [
    ...unknownProps(props, offPeakBatchProps),
    ...kindViolations(props),
    ...unknownProps(props.window, offPeakWindowProps, 'window.'),
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
