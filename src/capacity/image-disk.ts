import { engineImage } from '../facts/loaders';
import { GIB } from './memory';

/** Disk that so many engine images take on a node, GiB: none shares much with another version. */
export function imagesGiB(count: number): number {
  return Math.ceil((count * engineImage.unpackedGB * 1e9) / GIB);
}

/** Disk that an image of weights takes, GiB: about what all GPUs of a replica hold of them. */
export function weightsOnDiskGiB(weightsGiBPerGpu: number, replica?: { gpus: number }): number {
  return Math.ceil(weightsGiBPerGpu * (replica?.gpus ?? 1));
}
