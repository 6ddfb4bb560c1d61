import type { ManifestObject } from '../view/place';
import type { EndpointView } from '../view/view';
import { Cursor } from './cursor';

/** A Service; a port without a target leads to the same port of the pods. */
export function readEndpoint(object: ManifestObject): EndpointView {
  const root = Cursor.of(object);
  return {
    object,
    path: [],
    name: object.name,
    labels: root.at('metadata', 'labels').texts,
    ports: root.at('spec', 'ports').maps.flatMap((port) => {
      const name = port.at('name').text;
      const target = port.at('targetPort');
      const targetPort = target.number ?? target.text ?? port.at('port').number;
      if (targetPort === undefined) return [];
      return [{ ...(name === undefined ? {} : { name }), targetPort }];
    }),
  };
}
