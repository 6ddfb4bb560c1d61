import { hasFeature } from '../../kube/versions';
import type { Problem } from '../finding';
import { asMap, list, number, text, valueAt } from '../read/json';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import { scalerBoundsProblems } from '../service/scaler-bounds';
import type { Json, JsonObject, Path, Place } from '../view/place';
import type { ScalerView } from '../view/scaler-view';

export const behaviorWithinBounds: Rule = {
  id: 'R53',
  name: 'behavior-within-bounds',
  severity: 'error',
  sentence: 'Bounds and behavior are ones that the API takes, and still scale both ways.',
  why: 'KEDA and the API refuse a minimum above the maximum, and the API a minimum of 0 without a metric that is there without pods: nothing scales at all. The API refuses an HPA whose windows are longer than an hour or whose periods are longer than half an hour. KEDA takes the same ScaledObject without a word and then makes no HPA, or keeps the old one. A tolerance inside of a policy is an unknown field.',
  fix: 'keep minimum below maximum, stabilizationWindowSeconds within 0 to 3600 and periodSeconds within 1 to 1800',
  source:
    'kubernetes pkg/apis/autoscaling/validation; api/autoscaling/v2/types.go; measured with KEDA 2.21',
  check: (view) =>
    modelScalers(view).flatMap((scaler) => [
      ...scalerBoundsProblems(scaler),
      ...problems(scaler, view.site.kubernetesVersion),
    ]),
};

const SIDES = ['scaleUp', 'scaleDown'] as const;
type Side = (typeof SIDES)[number];

function problems({ behavior }: ScalerView, version: string | undefined): Problem[] {
  const { object, path } = behavior;
  return SIDES.flatMap((side) => {
    const place = { object, path: [...path, side] };
    const rules = asMap(valueAt(object.content, place.path));
    if (rules === undefined) return [];
    return [
      ...windowProblems(rules, place),
      ...policyProblems(rules, place),
      ...selectProblems(rules, place, side),
      ...toleranceProblems(rules, place, version),
    ];
  });
}

function windowProblems(rules: JsonObject, place: Place): Problem[] {
  const seconds = number(rules, 'stabilizationWindowSeconds');
  if (seconds === undefined || (seconds >= 0 && seconds <= 3600)) return [];
  const message = `a window of ${seconds} s is refused: the API takes 0 to 3600`;
  const fix = `write stabilizationWindowSeconds: ${seconds < 0 ? 0 : 3600}`;
  return [{ ...below(place, 'stabilizationWindowSeconds'), message, fix }];
}

function policyProblems(rules: JsonObject, place: Place): Problem[] {
  const policies = valueAt(rules, ['policies']);
  if (Array.isArray(policies) && policies.length === 0) {
    const message = 'an empty list of policies is refused: the API wants one at least';
    return [{ ...below(place, 'policies'), message, fix: 'take policies out, or write one' }];
  }
  return list(rules, 'policies').flatMap((policy, at) =>
    wrongParts(policy).map(({ key, message, fix }) => ({
      ...below(place, 'policies', at, key),
      message,
      fix,
    })),
  );
}

interface WrongPart {
  readonly key: string;
  readonly message: string;
  readonly fix: string;
}

function wrongParts(policy: Json): WrongPart[] {
  const period = number(policy, 'periodSeconds');
  const value = number(policy, 'value');
  const type = text(policy, 'type');
  const wrong: WrongPart[] = [];
  if (period !== undefined && !(period >= 1 && period <= 1800)) {
    const message = `a period of ${period} s is refused: the API takes 1 to 1800`;
    wrong.push({
      key: 'periodSeconds',
      message,
      fix: `write periodSeconds: ${period < 1 ? 1 : 1800}`,
    });
  }
  if (value !== undefined && !(value >= 1 && Number.isInteger(value))) {
    const message = `a value of ${value} is refused: the API takes whole numbers from 1`;
    wrong.push({ key: 'value', message, fix: 'write value: 1, or selectPolicy: Disabled' });
  }
  if (type !== undefined && type !== 'Pods' && type !== 'Percent') {
    const message = `a policy of type '${type}' is refused`;
    wrong.push({ key: 'type', message, fix: 'write Pods or Percent' });
  }
  if (text(policy, 'tolerance') !== undefined) {
    const message = 'a tolerance inside of a policy is an unknown field';
    wrong.push({ key: 'tolerance', message, fix: 'move tolerance beside policies' });
  }
  return wrong;
}

function selectProblems(rules: JsonObject, place: Place, side: Side): Problem[] {
  const select = text(rules, 'selectPolicy');
  const at = below(place, 'selectPolicy');
  if (select === undefined || select === 'Max' || select === 'Min') return [];
  if (select !== 'Disabled') {
    return [
      { ...at, message: `selectPolicy: ${select} is refused`, fix: 'write Max, Min or Disabled' },
    ];
  }
  const isUp = side === 'scaleUp';
  return [
    {
      ...at,
      severity: isUp ? 'error' : 'warning',
      message: isUp
        ? 'selectPolicy: Disabled on scaleUp: no trigger ever adds a replica'
        : 'selectPolicy: Disabled on scaleDown: what a peak has added stays until somebody takes it away',
      fix: isUp ? 'take it out' : 'slow it down instead: a window and a policy of Pods 1',
    },
  ];
}

function toleranceProblems(
  rules: JsonObject,
  place: Place,
  version: string | undefined,
): Problem[] {
  const tolerance = text(rules, 'tolerance');
  if (tolerance === undefined) return [];
  const at = below(place, 'tolerance');
  if (Number(tolerance) < 0) {
    const message = `a tolerance of ${tolerance} is refused`;
    return [{ ...at, message, fix: 'write 0 or more' }];
  }
  if (version === undefined || hasFeature(version, 'hpaTolerance')) return [];
  return [
    {
      ...at,
      severity: 'warning',
      message: `Kubernetes ${version} drops tolerance: the HPA still ignores a tenth`,
      fix: 'ask for a value outside of 10 %, or use Kubernetes 1.35',
    },
  ];
}

function below({ object, path }: Place, ...keys: Path): Place {
  return { object, path: [...path, ...keys] };
}
