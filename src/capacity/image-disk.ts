import { engineImage } from '../facts/loaders';
import { GIB } from './memory';

/** Old and new engine image lie side by side during an upgrade. */
export const IMAGES_DURING_UPGRADE = 2;

/**
 * Disk that so many engine images take on a node, with weights that lie there as images, GiB: no
 * image shares much with another version.
 */
export function imagesGiB(count: number, weightsGiB = 0): number {
  return Math.ceil((count * engineImage.unpackedGB * 1e9) / GIB + weightsGiB);
}

/** Disk that a node needs to keep images and weights and still start any one of the pods, GiB. */
export function keptGiB(
  images: number,
  weightsGiB: readonly number[],
  podsGiB: readonly number[],
): number {
  const files = weightsGiB.reduce((sum, gibibytes) => sum + gibibytes, 0);
  return imagesGiB(images, files) + Math.max(...podsGiB);
}
