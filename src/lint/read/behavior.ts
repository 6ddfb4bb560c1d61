import type { HpaBehavior, HpaPolicy, HpaRules } from '../../kube/hpa-behavior';
import type { Sited } from '../view/place';
import type { Cursor } from './cursor';

/** `behavior` as written: what is left out is HPA's to assume. */
export function readBehavior(at: Cursor): Sited<HpaBehavior> {
  const scaleUp = rules(at.at('scaleUp'));
  const scaleDown = rules(at.at('scaleDown'));
  const isWritten = scaleUp !== undefined || scaleDown !== undefined;
  const behavior = { ...(scaleUp && { scaleUp }), ...(scaleDown && { scaleDown }) };
  return at.or(isWritten ? behavior : undefined, {});
}

function rules(at: Cursor): HpaRules | undefined {
  if (at.map === undefined) return undefined;
  const window = at.at('stabilizationWindowSeconds').number;
  const selectPolicy = at.at('selectPolicy').text;
  const tolerance = at.at('tolerance').number;
  const policies = at.at('policies').maps.flatMap(policy);
  return {
    ...(window === undefined ? {} : { stabilizationWindowSeconds: window }),
    ...(selectPolicy === undefined ? {} : { selectPolicy }),
    ...(policies.length === 0 ? {} : { policies }),
    ...(tolerance === undefined ? {} : { tolerance }),
  };
}

function policy(at: Cursor): HpaPolicy[] {
  const type = at.at('type').text;
  const value = at.at('value').number;
  const periodSeconds = at.at('periodSeconds').number;
  const isWhole = type !== undefined && value !== undefined && periodSeconds !== undefined;
  return isWhole ? [{ type, value, periodSeconds }] : [];
}
