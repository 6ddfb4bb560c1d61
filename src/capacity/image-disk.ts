import { engineImage } from '../facts/loaders';
import { GIB } from './memory';

/** Disk that so many engine images take on a node, GiB: none shares much with another version. */
export function imagesGiB(count: number): number {
  return Math.ceil((count * engineImage.unpackedGB * 1e9) / GIB);
}
