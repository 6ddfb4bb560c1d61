import type { Pin } from './pin';
import type { ServiceDefaults } from './service-defaults';

/** One layer over another: key by key, labels and objectives too, pins by quantity. */
export function layered<T extends ServiceDefaults>(under: ServiceDefaults, over: T): T {
  return {
    ...under,
    ...over,
    ...nearestClass(under, over),
    objectives: { ...under.objectives, ...over.objectives },
    podLabels: { ...under.podLabels, ...over.podLabels },
    podAnnotations: { ...under.podAnnotations, ...over.podAnnotations },
    nodeSelector: { ...under.nodeSelector, ...over.nodeSelector },
    pins: nearestPins(under.pins ?? [], over.pins ?? []),
  };
}

/** Tier and class are two ways to say one thing: the nearest layer that says it is heard. */
function nearestClass(
  under: ServiceDefaults,
  over: ServiceDefaults,
): Pick<ServiceDefaults, 'tier' | 'priorityClassName'> {
  const saysIt = over.tier !== undefined || over.priorityClassName !== undefined;
  const { tier, priorityClassName } = saysIt ? over : under;
  return { tier, priorityClassName };
}

function nearestPins(under: readonly Pin[], over: readonly Pin[]): Pin[] {
  return [...new Map([...under, ...over].map((pin) => [pin.quantity, pin])).values()];
}

/** Without what says nothing, undefined or empty, at any depth of plain objects. */
export function stated(value: object): object {
  const entries = Object.entries(value).map(([key, part]) => [
    key,
    isPlain(part) ? stated(part as object) : part,
  ]);
  return Object.fromEntries(entries.filter(([, part]) => part !== undefined && !isEmpty(part)));
}

function isEmpty(value: unknown): boolean {
  return isPlain(value) && Object.keys(value as object).length === 0;
}

function isPlain(value: unknown): boolean {
  return (
    typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
  );
}
