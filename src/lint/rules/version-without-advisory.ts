import {
  type AdvisoryRow,
  advisoriesAt,
  firstWithoutAdvisory,
  UNPUBLISHED,
} from '../../engines/vllm/advisories';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { LintView, ServiceView } from '../view/view';

export const versionWithoutAdvisory: Rule = {
  id: 'R38',
  name: 'version-without-advisory',
  severity: 'error',
  sentence: 'The engine is a release without known vulnerabilities',
  why: 'An inference server parses what strangers send: media, templates, embeddings, tool calls. Releases below a fix are open to what the advisory describes, up to code of the sender that runs beside the weights and the tokens.',
  fix: 'move to the release that the finding names',
  source: 'https://osv.dev (PyPI, vllm), 2026-11',
  check: ({ services }: LintView) => services.flatMap(problemsOf),
};

function problemsOf({ pods }: ServiceView): Problem[] {
  const server = pods.find((pod) => pod.server)?.server;
  const { name, version } = server?.engine ?? {};
  if (!server || name !== 'vllm' || version === undefined) return [];
  const advisories = advisoriesAt(version);
  if (advisories.length === 0) return [];
  const [worst] = ranked(advisories);
  const others = advisories.length - 1;
  const beside =
    others === 0 ? '' : `, and to ${others} more ${others === 1 ? 'advisory' : 'advisories'}`;
  const { object, path } = server.image;
  return [
    {
      object,
      path,
      severity: isRepack(server.image.value) ? 'info' : worst.runsCodeOf ? 'error' : 'warning',
      message: `vLLM ${version} is open to ${worst.id} (${worst.summary})${beside}`,
      arithmetic: {
        columns: ['advisory', 'fixed in', 'what'],
        rows: ranked(advisories)
          .slice(0, 4)
          .map(({ id, fixedIn, summary }) => [id, fixedIn, summary]),
      },
      fix: `move to vLLM ${firstWithoutAdvisory(version)} or later`,
    },
  ];
}

/** Somebody else's build of a release, with a name of its own, may carry the fixes. */
function isRepack(image: string): boolean {
  const isOfProject = /(^|\/)vllm\/vllm-[\w-]+[:@]/.test(image);
  const isPlain = /:v?\d+(\.\d+)*([@-]sha256.*)?$/.test(image);
  return image.includes('vllm') && !isOfProject && !isPlain && !image.includes('@');
}

const REACH: readonly AdvisoryRow['runsCodeOf'][] = ['request', 'peer', 'model', undefined];

/** Who may run code first; of equal ones those that are described, and the last that was fixed. */
function ranked(advisories: readonly AdvisoryRow[]): readonly AdvisoryRow[] {
  const rank = ({ runsCodeOf, summary }: AdvisoryRow): number =>
    2 * REACH.indexOf(runsCodeOf) + (summary === UNPUBLISHED ? 1 : 0);
  return [...advisories].reverse().sort((a, b) => rank(a) - rank(b));
}
