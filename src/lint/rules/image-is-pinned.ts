import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { isPlaceholder, unfinished } from '../service/unfinished';
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
  check: (view: LintView) => {
    const open = new Set<string>();
    return view.services.flatMap(({ pods }) =>
      pods.flatMap((pod) => [...problemsOf(pod, view), ...placeholders(pod, open)]),
    );
  },
};

/** Tags that are pushed again: channels and branches, also at the end of a tag. */
const MOVING = /(^|[-_.])(latest|nightly|main|master|dev|edge|stable|head)$/i;

/** Each once: a base has the same in every file. */
function placeholders({ containers, initContainers }: PodView, open: Set<string>): Problem[] {
  return [...containers, ...initContainers].flatMap(({ image }): Problem[] => {
    const { object, path, value } = image;
    if (!isPlaceholder(value) || open.has(value)) return [];
    open.add(value);
    const message = `'${value}' is not filled in: which engine runs, and which release, cannot be judged here`;
    const fix = 'lint what is applied, such as the output of `kustomize build`';
    return [{ object, path, message, severity: 'info', fix }];
  });
}

function problemsOf(pod: PodView, view: LintView): Problem[] {
  const seen = new Set<string>();
  return [...pod.containers, ...pod.initContainers].flatMap((container) => {
    const { value } = container.image;
    if (seen.has(value)) return [];
    seen.add(value);
    const moving = movingTag(value);
    return moving === undefined ? [] : [problem(pod, container, moving, view)];
  });
}

function problem(
  { server }: PodView,
  container: ContainerView,
  tag: string,
  view: LintView,
): Problem {
  const { object, path, value } = container.image;
  const isServer = container === server || container.engine !== undefined;
  const how = tag === '' ? 'names no tag, which is latest' : `follows '${tag}'`;
  const effect = isServer
    ? 'two pods of one fleet may run different engines'
    : 'two pods of one fleet may differ';
  // Some registries carry the release in the name.
  const isNamed = tag === '' && /\d[-.]\d[^/]*$/.test(value);
  const open = unfinished(object, view, 'images', value);
  const severity = isNamed || open !== undefined ? 'info' : 'warning';
  const reason = open === undefined ? '' : ` (${open})`;
  return { object, path, message: `'${value}' ${how}: ${effect}${reason}`, severity };
}

/** The tag where it moves, empty where there is none; nothing for what is pinned or left open. */
function movingTag(image: string): string | undefined {
  if (image === '' || isPlaceholder(image) || image.includes('@') || /[<>${}\s]/.test(image))
    return undefined;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  if (tag === undefined) return image.includes('/') || /^[a-z]/.test(image) ? '' : undefined;
  return MOVING.test(tag) ? tag : undefined;
}
