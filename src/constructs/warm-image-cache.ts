import { Construct } from 'constructs';
import type { PlanWarning } from '../capacity/answer';
import { keptGiB } from '../capacity/image-disk';
import { hasFeature } from '../kube/versions';
import { type ImageCacheSpec, imageCache, imageCacheName, pauseImage } from '../manifests';
import { describeViolation, guess, type Violation } from '../violations';
import { lazyObject } from './api-object';
import type { CachedService } from './cached-service';
import { ImageWarming } from './kinds';
import { ownName, refuseIfAny } from './own-name';
import { takeName } from './taken-names';
import { unknownProps } from './unknown-props';
import { imageCacheProps, type WarmImageCacheProps } from './warm-image-cache-props';

const KIND = 'image-cache';

/**
 * Keeps images on the nodes that serve them: one DaemonSet for each kind of node, placed like the
 * services that use it. It does nothing for a node that is bought for the very pod that waits.
 *
 * ```ts
 * const images = new WarmImageCache(chart, 'images');
 * new LlmInferenceService(chart, 'assistant', {
 *   model: LlmModel.of('Qwen/Qwen3-8B'),
 *   accelerator: Accelerator.L4,
 *   traffic: { peakRequestsPerSecond: 4 },
 *   imageCache: images,
 * });
 * ```
 *
 * renders beside the service
 *
 * ```yaml
 * apiVersion: apps/v1
 * kind: DaemonSet
 * metadata:
 *   name: images-2c1f0a9b3d
 * ```
 */
export class WarmImageCache extends Construct {
  /** Images that may change under the same name. */
  public readonly warnings: PlanWarning[];
  private readonly name: string;
  private readonly namespace: string;
  private readonly services = new Map<string, CachedService[]>();

  /**
   * @param scope Chart, or any construct below one.
   * @param id Id inside the scope; without `name` also the source of the name.
   * @throws with every violation of the props at once; the scope is left as it was.
   */
  public constructor(
    scope: Construct,
    id: string,
    private readonly props: WarmImageCacheProps = {},
  ) {
    const { name, namespace, violations } = ownName(scope, id, props.name, KIND);
    refuseIfAny([...unknownProps(props, imageCacheProps), ...violations], scope, id);
    super(scope, id);
    takeName(this, name, namespace, KIND);
    this.name = name;
    this.namespace = namespace;
    this.warnings = tagWarnings(props.images ?? []);
    this.node.addValidation({ validate: () => this.violations().map(describeViolation) });
  }

  /**
   * Keeps the images of a service where its pods run.
   * @internal
   */
  public _keep(service: CachedService): void {
    const { nodeSelector } = service.scheduling;
    const name = imageCacheName(this.name, nodeSelector);
    const others = this.services.get(name);
    if (others) {
      others.push(service);
      return;
    }
    const services = [service];
    this.services.set(name, services);
    const wire = () => imageCache(this.spec(name, services), service.platform);
    lazyObject(this, name.slice(-10), wire(), () => wire().spec);
  }

  /**
   * How nodes are made to hold the images, where it is stated.
   * @internal
   */
  public _warming(): ImageWarming | undefined {
    return this.props.warming;
  }

  private spec(name: string, services: readonly CachedService[]): ImageCacheSpec {
    const { props, namespace } = this;
    const [{ scheduling, platform }] = services;
    const volumes = hasFeature(platform.kubernetesVersion, 'imageVolumes');
    const tolerations = new Map(
      services.flatMap((one) => one.scheduling.tolerations.map((item) => [item.key, item])),
    );
    return {
      name,
      namespace,
      images: this.images(services),
      fileImages: union(services.flatMap(({ weightsImage = [] }) => weightsImage)),
      asVolumes: props.warming ? props.warming === ImageWarming.VOLUME : volumes,
      noOpCommands: props.noOpCommands ?? {},
      pauseImage: props.pauseImage ?? pauseImage,
      imagePullSecrets: union([
        ...(props.imagePullSecrets ?? []),
        ...services.flatMap(({ imagePullSecrets }) => imagePullSecrets),
      ]),
      scheduling: {
        nodeSelector: scheduling.nodeSelector,
        tolerations: union([...tolerations.keys()]).flatMap((key) => tolerations.get(key) ?? []),
        priorityClassName: props.priorityClassName,
      },
    };
  }

  private images(services: readonly CachedService[]): string[] {
    return union([...(this.props.images ?? []), ...services.map(({ image }) => image)]);
  }

  private violations(): Violation[] {
    if (this.services.size === 0) return [unused];
    return [
      ...[...this.services.values()].flatMap((services) => this.overfull(services)),
      ...this.pointlessCommands(),
    ];
  }

  /** A command for an image that no service has would hide a misspelt one. */
  private pointlessCommands(): Violation[] {
    const images = [...this.services.values()].flatMap((services) => this.images(services));
    return Object.keys(this.props.noOpCommands ?? {})
      .filter((image) => !images.includes(image))
      .map((image) => ({
        path: 'noOpCommands',
        value: image,
        allowed: `one of the images kept (${guess(image, images, '').listed})`,
        fix: 'state the image as it stands in the cache or in its service',
      }));
  }

  /** More than the disk holds would be pulled, collected and pulled again for ever. */
  private overfull(services: readonly CachedService[]): Violation[] {
    const disks = services.flatMap(({ nodeDiskGiB = [] }) => nodeDiskGiB);
    const images = this.images(services);
    const weights = new Map(
      services.flatMap(({ weightsImage, weightsGiB }) =>
        weightsImage === undefined ? [] : [[weightsImage, weightsGiB]],
      ),
    );
    const pods = services.map(({ podDiskGiB }) => podDiskGiB);
    const needed = keptGiB(images.length, [...weights.values()], pods);
    if (disks.length === 0 || needed <= Math.min(...disks)) return [];
    return [
      {
        path: 'images',
        value: images.length,
        allowed: `fewer: with one pod${weights.size > 0 ? ' and its weights' : ''} they take ${needed} GiB of disk, ${services[0].nodeId} has ${Math.min(...disks)} GiB`,
        fix: 'keep fewer versions, share one image among services, or enlarge the disk',
      },
    ];
  }
}

const unused: Violation = {
  path: 'imageCache',
  value: undefined,
  allowed: 'given to at least one service, as the cache goes where its services are',
  fix: 'pass the cache to a service as imageCache, or remove it',
};

/** Sorted, so that the order of declaration does not matter. */
function union(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function tagWarnings(images: readonly string[]): PlanWarning[] {
  return images.flatMap((image, i) => {
    if (image.includes('@sha256:')) return [];
    const message = `${image} is a tag: a node that holds it does not look whether it moved`;
    const fix = 'state the image with its digest, registry/repository@sha256:…';
    return [{ code: 'image-by-tag', path: `images[${i}]`, message, fix }];
  });
}
