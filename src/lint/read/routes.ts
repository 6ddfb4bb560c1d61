import type { ManifestObject } from '../view/place';
import type { RouteView } from '../view/view';
import { Cursor } from './cursor';
import { parseDuration } from './duration';

/** A route that leads to Services or pools, with its own limit of time if it has one. */
export interface Route extends RouteView {
  /** Names of Services, of InferencePools too. */
  readonly backends: readonly string[];
}

/** The rules of an HTTPRoute, a GRPCRoute or an Istio VirtualService. */
export function readRoutes(object: ManifestObject): readonly Route[] {
  const spec = Cursor.of(object).at('spec');
  if (object.kind === 'VirtualService') {
    return spec.at('http').maps.map((rule) => {
      const hosts = rule.at('route').maps.map((each) => each.at('destination', 'host').text);
      return route(
        rule,
        rule.at('timeout'),
        hosts.map((host) => host?.split('.')[0]),
      );
    });
  }
  return spec.at('rules').maps.map((rule) => {
    const limits = [rule.at('timeouts', 'request'), rule.at('timeouts', 'backendRequest')];
    const limit = limits.find(({ isWritten }) => isWritten) ?? limits[0];
    return route(
      rule,
      limit,
      rule.at('backendRefs').maps.map((each) => each.at('name').text),
    );
  });
}

function route(rule: Cursor, limit: Cursor, backends: readonly (string | undefined)[]): Route {
  const seconds = parseDuration(limit.text ?? '');
  // Zero turns the limit off.
  const timeoutSeconds = limit.maybe(seconds || undefined);
  return {
    ...rule.place,
    ...(timeoutSeconds && { timeoutSeconds }),
    backends: backends.flatMap((name) => name ?? []),
  };
}
