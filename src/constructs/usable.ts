import type { Violation } from '../violations';
import type { LlmInferenceServiceProps } from './service-props';

/** Contradictions between props that the plan request does not carry. */
export function usableProps(props: LlmInferenceServiceProps): Violation[] {
  const violations: Violation[] = [];
  const { replicas, signals = [] } = props;
  if (replicas !== undefined && !(Number.isInteger(replicas) && replicas >= 1)) {
    violations.push({
      path: 'replicas',
      value: replicas,
      allowed: 'a whole number, at least 1',
      fix: 'leave it out to let the plan decide',
    });
  }
  if (replicas !== undefined && signals.length > 0) {
    violations.push({
      path: 'signals',
      value: signals.map(({ name }) => name),
      allowed: "left out with 'replicas': a fixed number has no scaler",
      fix: "leave 'replicas' out, or pin the bounds",
    });
  }
  return violations;
}
