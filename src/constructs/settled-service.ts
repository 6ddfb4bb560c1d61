import type { GpuClaim } from '../capacity/gpu-claim';
import type { PlanRequest } from '../capacity/request';
import type { PlatformSpec } from '../kube/platform';
import { renderService, type ServiceObjects, type ServiceSpec } from '../manifests';
import { CapacityPlan } from '../plan/capacity-plan';
import { InvalidInput, type Violation } from '../violations';
import { cacheViolations } from './cache-violations';
import { type CachedService, cachedService } from './cached-service';
import { claimOf } from './claim';
import { contextViolations } from './context-violations';
import { imageCacheViolations, unplacedCache } from './image-cache-violations';
import { checkpointGiBOf } from './kept-weights';
import { withDefaults } from './layers';
import { specOf } from './manifest-spec';
import { planOnPool, poolViolations } from './pool-violations';
import { kindViolations, ofTheirKind } from './prop-kinds';
import { inPropWords } from './prop-words';
import { requestOf } from './request';
import { statedNameViolations } from './service-names';
import type { LlmInferenceServiceProps } from './service-props';
import type { ServingPlatform } from './serving-platform';
import { unservable } from './unservable';
import { peerViolations, usableProps } from './usable';
import type { WarmImageCache } from './warm-image-cache';
import { weightViolations } from './weight-violations';

/** Where a service is to be, as far as it decides what is written. */
export interface ServicePlace {
  readonly name: string;
  readonly namespace?: string;
  readonly platform: ServingPlatform;
  /** Path of the construct; absent for a plan without objects. */
  readonly subject?: string;
  /** What already speaks against this place. */
  readonly violations: readonly Violation[];
}

/** Everything about a service that is settled before it exists. */
export interface SettledService {
  readonly plan: CapacityPlan;
  readonly spec: ServiceSpec;
  readonly site: PlatformSpec;
  readonly objects: ServiceObjects;
  /** What it takes of its pool. */
  readonly claim: GpuClaim;
  /** What the service asks of caches: its images, and where its pods run. */
  readonly cached: CachedService;
  readonly imageCache?: WarmImageCache;
}

/** Plan and objects of a service; throws with every violation of its props at once. */
export function settleService(
  given: LlmInferenceServiceProps,
  place: ServicePlace,
): SettledService {
  const { name, namespace, platform, subject, violations } = place;
  const ofKinds = kindViolations(given);
  const props = ofTheirKind(given);
  const all = withDefaults(props, platform);
  const ofProps = [
    ...violations,
    ...ofKinds,
    ...statedNameViolations(props, platform),
    ...usableProps(props).filter(({ path }) => !isTold(path, ofKinds)),
    ...poolViolations(props, platform),
    ...peerViolations(all),
    ...contextViolations(all),
    ...weightViolations(all),
    ...imageCacheViolations(all, platform),
  ];
  if (!props.model) throw new InvalidInput(ofProps, subject);
  const request = requestOf(all, platform, name, namespace);
  const planned = planOf(request);
  const ofRequest = planned instanceof CapacityPlan ? unrunnable(planned, all) : planned;
  const inWords = ofRequest.map((one) => inPropWords(one, request, props));
  const found = [
    ...ofProps,
    ...inWords.filter(({ path }) => !isTold(path, ofProps)),
    ...ofCaches(planned, all, place),
  ];
  if (found.length > 0 || !(planned instanceof CapacityPlan)) {
    throw new InvalidInput(found, subject);
  }
  return settled(all, planned, place);
}

/** A plan without objects mounts nothing. */
function ofCaches(
  planned: CapacityPlan | readonly Violation[],
  props: LlmInferenceServiceProps,
  { namespace, subject }: ServicePlace,
): Violation[] {
  if (!(planned instanceof CapacityPlan) || subject === undefined) return [];
  return cacheViolations(planned, props, namespace);
}

/** Why a plan cannot be written down, or not for its pool. */
function unrunnable(plan: CapacityPlan, props: LlmInferenceServiceProps): Violation[] {
  return [...unservable(plan, props), ...planOnPool(plan, props.pool)];
}

/** What the props show to be wrong, the request made of them shows again. */
function isTold(path: string, told: readonly Violation[]): boolean {
  return told.some((other) => path === other.path || path.startsWith(`${other.path}.`));
}

function planOf(request: PlanRequest): CapacityPlan | readonly Violation[] {
  try {
    return CapacityPlan.fromRequest(request);
  } catch (error) {
    if (error instanceof InvalidInput) return error.violations;
    throw error;
  }
}

function settled(
  props: LlmInferenceServiceProps,
  plan: CapacityPlan,
  { name, namespace, platform, subject }: ServicePlace,
): SettledService {
  const answer = plan._answer();
  const site = platform._spec(answer.choice.node);
  const spec = specOf(props, answer, site, name, namespace, plan.toRequest());
  const { node, model, measured } = props;
  const checkpointGiB = checkpointGiBOf({ model, checkpointGiB: measured?.checkpointGiB });
  const unplaced = props.imageCache ? unplacedCache(spec) : [];
  if (unplaced.length > 0) throw new InvalidInput(unplaced, subject);
  return {
    plan,
    spec,
    site,
    objects: renderService(answer, spec, site, platform._scrapeIntervalSeconds()),
    claim: claimOf(answer, props, spec),
    cached: cachedService(spec, answer, { node, checkpointGiB }, site),
    imageCache: props.imageCache,
  };
}
