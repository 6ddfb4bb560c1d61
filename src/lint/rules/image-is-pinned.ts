import type { Problem } from '../finding';
import type { Rule } from '../rule';
import type { ContainerView, PodView } from '../view/pod-view';
import type { LintView } from '../view/view';

export const imageIsPinned: Rule = {
  id: 'R47',
  name: 'image-is-pinned',
  severity: 'warning',
  sentence: 'Images of a service name a release or a digest',
  why: 'A tag that moves gives every new pod another engine: names of metrics, defaults of flags and the way SIGTERM is taken change between releases, so that a scale-up at night is an upgrade nobody made, and one Service answers with two versions.',
  fix: 'name a release, or better its digest',
  source:
    'https://kubernetes.io/docs/concepts/containers/images/#image-names; vllm-project/vllm#27133 (renamed metrics)',
  check: ({ services }: LintView) => services.flatMap(({ pods }) => pods.flatMap(problemsOf)),
};

/** Tags that are pushed again: channels and branches, also at the end of a tag. */
const MOVING = /(^|[-_.])(latest|nightly|main|master|dev|edge|stable|head)$/i;

function problemsOf(pod: PodView): Problem[] {
  const seen = new Set<string>();
  return [...pod.containers, ...pod.initContainers].flatMap((container) => {
    const { value } = container.image;
    if (seen.has(value)) return [];
    seen.add(value);
    const moving = movingTag(value);
    return moving === undefined ? [] : [problem(pod, container, moving)];
  });
}

function problem({ server }: PodView, container: ContainerView, tag: string): Problem {
  const { object, path, value } = container.image;
  const isServer = container === server || container.engine !== undefined;
  const how = tag === '' ? 'names no tag, which is latest' : `follows '${tag}'`;
  const effect = isServer
    ? 'two pods of one fleet may run different engines'
    : 'two pods of one fleet may differ';
  // Some registries carry the release in the name.
  const isNamed = tag === '' && /\d[-.]\d[^/]*$/.test(value);
  const severity = isNamed ? 'info' : 'warning';
  return { object, path, message: `'${value}' ${how}: ${effect}`, severity };
}

/** The tag where it moves, empty where there is none; nothing for what is pinned or left open. */
function movingTag(image: string): string | undefined {
  if (image === '' || image.includes('@') || /[<>${}\s]/.test(image)) return undefined;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag === undefined) return image.includes('/') || /^[a-z]/.test(image) ? '' : undefined;
  return MOVING.test(tag) ? tag : undefined;
}
