import { isAccelerator } from '../read/accelerators';
import { Cursor } from '../read/cursor';
import type { ManifestObject } from '../view/place';
import type { LintView } from '../view/view';

/** Nodes that are kept for pods to come: an object of the node autoscaler, or pods that do nothing. */
export interface WarmNodes {
  readonly object: ManifestObject;
  /** The pod that stands for those to come. */
  readonly pod: Cursor;
}

/** An object that brings images to nodes. */
export interface ImagePuller {
  readonly object: ManifestObject;
  readonly images: ReadonlySet<string>;
  /** Of a DaemonSet: only it says what nodes it runs on. */
  readonly pod?: Cursor;
}

export function warmNodes({ objects }: LintView): WarmNodes[] {
  return objects.flatMap((object) => {
    const root = Cursor.of(object);
    if (object.kind === 'CapacityBuffer') {
      const pod = bufferedPod(root, objects);
      return pod ? [{ object, pod }] : [];
    }
    const pod = root.at('spec', 'template', 'spec');
    const isWorkload = ['Deployment', 'StatefulSet', 'ReplicaSet'].includes(object.kind);
    return isWorkload && isPlaceholder(pod) ? [{ object, pod }] : [];
  });
}

/** The image of the pause program, and GPUs that it holds for others. */
function isPlaceholder(pod: Cursor): boolean {
  const containers = pod.at('containers').maps;
  return (
    containers.length > 0 &&
    containers.every((each) => /(^|\/)pause(-\w+)?[:@]/.test(each.at('image').text ?? '')) &&
    containers.some((each) =>
      each.at('resources', 'limits').entries.some(([name]) => isAccelerator(name)),
    )
  );
}

function bufferedPod(root: Cursor, objects: readonly ManifestObject[]): Cursor | undefined {
  const template = root.at('spec', 'podTemplateRef', 'name').text;
  const scaled = root.at('spec', 'scalableRef');
  const { namespace } = root.object;
  const found = (kind: string, name: string | undefined): Cursor | undefined => {
    const object = objects.find(
      (each) => each.kind === kind && each.name === name && each.namespace === namespace,
    );
    return object && Cursor.of(object);
  };
  if (template !== undefined) return found('PodTemplate', template)?.at('template', 'spec');
  return found(scaled.at('kind').text ?? '', scaled.at('name').text)?.at(
    'spec',
    'template',
    'spec',
  );
}

export function imagePullers({ objects }: LintView): ImagePuller[] {
  return objects.flatMap((object): ImagePuller[] => {
    const spec = Cursor.of(object).at('spec');
    switch (object.kind) {
      case 'DaemonSet': {
        const pod = spec.at('template', 'spec');
        return [{ object, images: new Set(imagesOf(pod)), pod }];
      }
      case 'ImagePullJob':
        return [{ object, images: new Set(texts([spec.at('image')])) }];
      case 'ImageListPullJob':
        return [{ object, images: new Set(texts(spec.at('images').items)) }];
      default:
        return [];
    }
  });
}

function imagesOf(pod: Cursor): string[] {
  const containers = [...pod.at('containers').maps, ...pod.at('initContainers').maps];
  return texts([
    ...containers.map((each) => each.at('image')),
    ...pod.at('volumes').maps.map((each) => each.at('image', 'reference')),
  ]);
}

function texts(cursors: readonly Cursor[]): string[] {
  return cursors.flatMap(({ text }) => text ?? []);
}
