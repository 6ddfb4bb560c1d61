import { ApiObject, Chart, JsonPatch, Lazy } from 'cdk8s';
import type { Construct } from 'constructs';
import type { WireObject } from '../manifests';

/** An object whose spec is known only when everything that shares it has been built. */
export function lazyObject(
  scope: Construct,
  id: string,
  { apiVersion, kind, metadata }: WireObject,
  spec: () => unknown,
): ApiObject {
  const { name, namespace, labels, annotations } = metadata;
  return new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      labels: { ...labels },
      annotations: annotations && { ...annotations },
    },
    spec: Lazy.any({ produce: spec }),
  });
}

/**
 * An object as it is: no L1 mapper stands between a patch and the wire, so a patched GPU quantity
 * or a field newer than our CRDs survives (cdk8s-team/cdk8s#2172).
 */
export function apiObject(scope: Construct, id: string, wire: WireObject): ApiObject {
  const { apiVersion, kind, metadata, ...sections } = wire;
  const lazy = Object.entries(sections).map(([name, value]) => [
    name,
    Lazy.any({ produce: () => value }),
  ]);
  return new ApiObject(scope, id, {
    apiVersion,
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      labels: { ...metadata.labels },
      annotations: metadata.annotations && { ...metadata.annotations },
    },
    ...Object.fromEntries(lazy),
  });
}

/** An object of the whole cluster: cdk8s would write the chart's namespace into it. */
export function clusterObject(scope: Construct, id: string, wire: WireObject): ApiObject {
  const object = apiObject(scope, id, wire);
  if (Chart.of(scope).namespace) object.addJsonPatch(JsonPatch.remove('/metadata/namespace'));
  return object;
}
