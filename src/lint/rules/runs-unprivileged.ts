import type { Problem, Severity } from '../finding';
import type { Rule } from '../rule';
import { isCompleted } from '../service/kinds';
import { type NodeRisk, nodeRisks } from '../service/node-risks';
import type { LintView } from '../view/view';

export const runsUnprivileged: Rule = {
  id: 'R42',
  name: 'runs-unprivileged',
  severity: 'warning',
  sentence: 'A server runs without privileges on its node',
  why: 'The device plugin hands GPUs to a container without any privilege. A root or privileged container, or one with namespaces or directories of the node, turns a hole in the engine into one in the node, and is refused where Pod Security is enforced.',
  fix: 'write securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: [ALL] }, seccompProfile: { type: RuntimeDefault } }',
  source:
    'https://kubernetes.io/docs/concepts/security/pod-security-standards/; vllm-project/vllm#40275 (the user of the image)',
  check: ({ services }: LintView) =>
    services.flatMap((service) => {
      const found = service.pods.flatMap(nodeRisks).sort((a, b) => rank(a) - rank(b));
      // What is not written may be in the runtime or the preset of a serving resource.
      const risks = isCompleted(service) ? found.filter(isWritten) : found;
      return risks.length === 0 ? [] : [problem(risks)];
    }),
};

function isWritten({ severity }: NodeRisk): boolean {
  return severity !== 'info';
}

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'info'];

function rank({ severity }: NodeRisk): number {
  return SEVERITIES.indexOf(severity);
}

/** One finding a service, about the worst of its risks. */
function problem(risks: readonly NodeRisk[]): Problem {
  const [{ object, path, severity, setting, effect, fix }, ...others] = risks;
  return {
    object,
    path,
    severity,
    message: `${setting}: ${effect}`,
    ...(others.length > 0 && {
      arithmetic: {
        columns: ['setting', 'effect'],
        rows: risks.slice(0, 4).map((risk) => [risk.setting, risk.effect]),
      },
    }),
    ...(fix !== undefined && { fix }),
  };
}
