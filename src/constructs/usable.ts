import type { Violation } from '../violations';
import { objectiveProps } from './known-platform-props';
import { measuredProps, serviceProps } from './known-service-props';
import { REPLICA_BOUNDS } from './layers';
import type { LlmInferenceServiceProps } from './service-props';
import { tierViolations } from './tier';
import { unknownProps } from './unknown-props';

/** Violations of props that the plan request does not carry, or not in the user's words. */
export function usableProps(props: LlmInferenceServiceProps): Violation[] {
  return [
    ...unknownProps(props, serviceProps),
    ...unknownProps(props.objectives, objectiveProps, 'objectives.'),
    ...unknownProps(props.measured, measuredProps, 'measured.'),
    ...missingProps(props),
    ...trafficViolations(props),
    ...replicaViolations(props),
    ...pinViolations(props),
    ...tierViolations(props),
    ...adapterViolations(props),
  ];
}

/** Requests choose an adapter, or the model itself, by its name. */
function adapterViolations({
  engine,
  model,
  servedModelName,
}: LlmInferenceServiceProps): Violation[] {
  const served = servedModelName ?? model?.id;
  const names = Object.keys(engine?._options().loraModules ?? {});
  if (served === undefined || !names.includes(served)) return [];
  const allowed = 'another name than that of the model it adapts';
  return [{ path: 'engine.loraModules', value: served, allowed, fix: 'rename the adapter' }];
}

/** `tsx` runs a program without checking its types. */
function missingProps({ model, traffic }: Partial<LlmInferenceServiceProps>): Violation[] {
  const fixes = {
    model: "give LlmModel.of('meta-llama/Llama-3.3-70B-Instruct') or another",
    traffic: 'give peakRequestsPerSecond or history',
  };
  return Object.entries({ model, traffic })
    .filter(([, value]) => !value)
    .map(([path]) => ({
      path,
      value: undefined,
      allowed: 'given',
      fix: fixes[path as keyof typeof fixes],
    }));
}

/** Traffic that says nothing is left out of the request, where nobody would miss it. */
function trafficViolations({ traffic }: LlmInferenceServiceProps): Violation[] {
  if (!traffic || traffic.peakRequestsPerSecond !== undefined || traffic.history) return [];
  const fix = 'give requests per second, or a trace as history';
  return [{ path: 'traffic.peakRequestsPerSecond', value: undefined, allowed: 'given', fix }];
}

/**
 * To be asked with the platform's defaults, which may name either side. A policy that admits
 * clients only locks out whoever scrapes, and the scaler is blind for ever.
 */
export function peerViolations({
  clients = [],
  monitors = [],
}: LlmInferenceServiceProps): Violation[] {
  if (clients.length === 0 || monitors.length > 0) return [];
  return [
    {
      path: 'monitors',
      value: monitors,
      allowed: "given with 'clients': the policy refuses everybody else, Prometheus too",
      fix: "e.g. NetworkPeer.namespaceOf('monitoring')",
    },
  ];
}

function replicaViolations({
  replicas,
  scaleToZero,
  signals = [],
}: LlmInferenceServiceProps): Violation[] {
  if (replicas === undefined) return [];
  const violations: Violation[] = [];
  if (!(Number.isInteger(replicas) && replicas >= 1)) {
    violations.push({
      path: 'replicas',
      value: replicas,
      allowed: 'a whole number, at least 1',
      fix: 'leave it out to let the plan decide',
    });
  }
  if (scaleToZero) {
    violations.push({
      path: 'replicas',
      value: replicas,
      allowed: "left out with 'scaleToZero': a fixed number has no scaler",
      fix: 'keep one of the two',
    });
  }
  if (signals.length > 0) {
    violations.push({
      path: 'signals',
      value: signals.map(({ name }) => name),
      allowed: "left out with 'replicas': a fixed number has no scaler",
      fix: "leave 'replicas' out, or pin the bounds",
    });
  }
  return violations;
}

function pinViolations({ pins = [], replicas }: LlmInferenceServiceProps): Violation[] {
  return pins.flatMap(({ quantity }, i) => {
    const path = `pins[${i}]`;
    if (replicas !== undefined && REPLICA_BOUNDS.includes(quantity)) {
      const allowed = "left out with 'replicas', which settles both bounds";
      return [{ path, value: quantity, allowed, fix: 'keep one of the two' }];
    }
    if (pins.findIndex((other) => other.quantity === quantity) === i) return [];
    const allowed = 'the only pin of its quantity';
    return [{ path, value: quantity, allowed, fix: 'keep one of them' }];
  });
}
