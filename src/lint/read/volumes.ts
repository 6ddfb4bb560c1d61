import type { VolumeView } from '../view/pod-view';
import type { Cursor } from './cursor';

/** The volumes of a pod, and the claims that each pod gets from a template. */
export function readVolumes(spec: Cursor, claimTemplates: readonly Cursor[]): VolumeView[] {
  return [
    ...spec.at('volumes').maps.map(readVolume),
    ...claimTemplates.flatMap((template): VolumeView[] => {
      const name = template.at('metadata', 'name').text;
      return name === undefined
        ? []
        : [{ ...template.place, name, kind: 'claim', claimName: name }];
    }),
  ];
}

function readVolume(volume: Cursor): VolumeView {
  const name = volume.at('name').text ?? '';
  const claimName = volume.at('persistentVolumeClaim', 'claimName').text;
  return {
    ...volume.place,
    name,
    kind: kindOf(volume),
    ...(claimName === undefined ? {} : { claimName }),
  };
}

function kindOf(volume: Cursor): VolumeView['kind'] {
  const has = (key: string): boolean => volume.at(key).map !== undefined;
  if (has('persistentVolumeClaim') || has('ephemeral')) return 'claim';
  if (has('emptyDir')) {
    return volume.at('emptyDir', 'medium').text === 'Memory' ? 'memory' : 'empty-dir';
  }
  if (has('hostPath')) return 'host-path';
  return has('image') ? 'image' : 'other';
}
