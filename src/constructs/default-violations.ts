import type { Violation } from '../violations';
import { defaultProps, objectiveProps } from './known-platform-props';
import { kindViolations, ofTheirKind } from './prop-kinds';
import type { ServiceDefaults } from './service-defaults';
import { tierViolations } from './tier';
import { unknownProps } from './unknown-props';

const PREFIX = 'defaults.';

/** Why defaults are none, on a platform or a fleet. */
export function defaultViolations(defaults: ServiceDefaults = {}): Violation[] {
  const { objectives } = ofTheirKind(defaults);
  return [
    ...unknownProps(defaults, defaultProps, PREFIX),
    ...kindViolations(defaults, PREFIX),
    ...unknownProps(objectives, objectiveProps, `${PREFIX}objectives.`),
    ...tierViolations(defaults, PREFIX),
  ];
}
