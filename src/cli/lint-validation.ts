import type { LintRun } from '../report/lint-run';
import { InvalidInput } from '../violations';
import type { ValidationViolation } from './lint-violations';

/** What the cdk8s CLI hands to a plugin. */
interface ValidationContext {
  /** Paths of the files that were synthesized. */
  readonly manifests: readonly string[];
  readonly report: {
    addViolation(violation: ValidationViolation): void;
    submit(status: 'success' | 'failure', metadata?: Record<string, string>): void;
  };
}

/** `properties:` of the plugin in cdk8s.yaml. */
interface LintProperties {
  /** Path of a platform file. */
  readonly platform?: string;
}

/**
 * The linter as a plugin of `cdk8s synth`, which finds it by this name in `validations:` of
 * cdk8s.yaml.
 *
 * @internal
 */
export class LintValidation {
  private readonly platform?: string;

  public constructor({ platform, ...unknown }: LintProperties = {}) {
    const violations = Object.entries(unknown).map(([key, value]) => ({
      path: `properties.${key}`,
      value,
      allowed: 'left out (the only property is platform)',
      fix: 'what is exempt from a rule says so by an annotation',
    }));
    if (violations.length > 0) throw new InvalidInput(violations, 'LintValidation');
    this.platform = platform;
  }

  /** Reports every finding; those of severity error fail the synthesis. */
  public async validate({ manifests, report }: ValidationContext): Promise<void> {
    // Every program loads this file with the library, and few of them run it.
    const { runOf } = require('./lint-run') as typeof import('./lint-run');
    const { violationsOf } = require('./lint-violations') as typeof import('./lint-violations');
    const run = runOf({ paths: manifests, platform: this.platform }, () => '');
    violationsOf(run).map((violation) => report.addViolation(violation));
    report.submit(isPassed(run) ? 'success' : 'failure', {
      Services: String(run.views.flatMap(({ services }) => services).length),
      Scalers: String(run.views.flatMap(({ scalers }) => scalers).length),
    });
  }
}

function isPassed({ findings, errors, broken }: LintRun): boolean {
  const isBroken = errors.length + broken.length > 0;
  return !isBroken && findings.every(({ severity }) => severity !== 'error');
}
