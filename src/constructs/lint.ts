import { ApiObject } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { ServingPlatform } from './serving-platform';

/**
 * The rules of `cdk8s-llm lint` as a condition of the synthesis.
 *
 * ```ts
 * Lint.enforce(chart);
 * ```
 *
 * fails `synth` with each place where scaling would not fire, a drain not finish or a pod not
 * start, also in what other constructs, `Include` and `Helm` put into the chart:
 *
 * ```
 * R5 ratio-needs-value: ScaledObject serving/chat /spec/triggers/0/metricType: …
 * ```
 *
 * An object is exempt from a rule by an annotation with the reason:
 *
 * ```yaml
 * cdk8s-llm.dev/lint-ignore: 'R36: one replica by contract until March'
 * ```
 */
export class Lint {
  /**
   * Makes findings of severity error fail the synthesis, all of them at once.
   *
   * @param scope App, chart or any other construct: all objects below it are judged together, on
   * the `ServingPlatform` that is provided to it.
   */
  public static enforce(scope: IConstruct): void {
    scope.node.addValidation({ validate: () => problemsOf(scope) });
  }

  private constructor() {}
}

function problemsOf(scope: IConstruct): string[] {
  // Whoever enforces nothing should not pay for the linter, nor before it is needed.
  const { judged } = require('../lint/lint') as typeof import('../lint/lint');
  const { readObjects } = require('../lint/read/read') as typeof import('../lint/read/read');
  const { findingLine } = require('../report/lint-line') as typeof import('../report/lint-line');
  const objects = scope.node
    .findAll()
    .filter((construct) => ApiObject.isApiObject(construct))
    .map((object) => object.toJson());
  const { view } = readObjects(objects, scope.node.path, ServingPlatform.of(scope)._site());
  const { findings, broken } = judged(view);
  return [
    ...findings.filter(({ severity }) => severity === 'error').map(findingLine),
    ...broken.map(({ rule, name, message }) => `${rule} ${name}: could not judge: ${message}`),
  ];
}
