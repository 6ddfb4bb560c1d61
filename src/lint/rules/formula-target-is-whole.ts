import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import type { Place, Sited } from '../view/place';
import type { FormulaView, ScalerView } from '../view/scaler-view';

export const formulaTargetIsWhole: Rule = {
  id: 'R51',
  name: 'formula-target-is-whole',
  severity: 'error',
  sentence: 'A formula has a whole target, and names triggers that are there.',
  why: 'KEDA reads the target of scalingModifiers as a whole number before it honours a fallback: with "0.85" the fallback is silently off, and nothing in the status says so. A formula names its triggers; one without a name, or a name without a trigger, is refused.',
  fix: 'scale the formula so that its target is "1"',
  source:
    'kedacore/keda apis/keda/v1alpha1/scaledobject_types.go, HasValidFallback; measured with KEDA 2.21',
  check: (view) =>
    modelScalers(view).flatMap((scaler) =>
      scaler.formula ? problems(scaler, scaler.formula) : [],
    ),
};

function problems(scaler: ScalerView, formula: Sited<FormulaView>): Problem[] {
  return [...target(scaler, formula), ...withoutName(scaler), ...unknownNames(scaler, formula)];
}

function target({ fallback }: ScalerView, formula: Sited<FormulaView>): Problem[] {
  const { target: written, formula: expression } = formula.value;
  const place = at(formula, 'target');
  if (/[${]/.test(written)) return [];
  const value = Number(written);
  if (written.trim() === '' || !(value > 0)) {
    const message =
      written.trim() === ''
        ? 'scalingModifiers has a formula and no target: KEDA refuses the ScaledObject'
        : `a target of '${written}' is not above 0: KEDA refuses the ScaledObject`;
    return [
      {
        ...place,
        message,
        fix: 'write target: "1", and divide the formula by what one replica may have',
      },
    ];
  }
  if (!fallback || /^\d+$/.test(written.trim())) return [];
  return [
    {
      ...place,
      message: `a target of '${written}' is not whole: the fallback to ${fallback.value.replicas} replicas is off, and Ready stays True`,
      fix: `write formula: "(${shortened(expression)}) / ${written}" and target: "1"`,
    },
  ];
}

function shortened(expression: string): string {
  return expression.length > 60 ? '…' : expression;
}

/** CPU, memory and cron count beside the formula. */
function withoutName({ triggers }: ScalerView): Problem[] {
  return triggers
    .filter(({ kind, name }) => kind !== 'resource' && !name)
    .map(({ object, path, type }) => ({
      object,
      path,
      message: `a trigger of type ${type} has no name, and a formula needs one: KEDA refuses the ScaledObject`,
      fix: 'give each trigger a name, and use it in the formula',
    }));
}

function unknownNames({ triggers }: ScalerView, formula: Sited<FormulaView>): Problem[] {
  const known = triggers.flatMap(({ name }) => name ?? []);
  if (triggers.some(({ kind, name }) => kind !== 'resource' && !name)) return [];
  const unknown = [...new Set(namesIn(formula.value.formula))].filter(
    (name) => !known.includes(name),
  );
  return unknown.map((name) => ({
    ...at(formula, 'formula'),
    message: `the formula names '${name}', and no trigger is called so: KEDA refuses the ScaledObject`,
    fix: `use one of ${known.join(', ')}`,
  }));
}

/** Words of expr-lang that are no names of ours. */
const WORDS = ['and', 'or', 'not', 'in', 'true', 'false', 'nil', 'let', 'if', 'else'];

/** Names that are neither called nor fields nor declared by `let`. */
function namesIn(expression: string): string[] {
  const plain = expression.replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`/g, '""');
  const declared = [...plain.matchAll(/\blet\s+(\w+)/g)].map(([, name]) => name);
  return [...plain.matchAll(/(?<![\w.#$])([A-Za-z_]\w*)\b(?!\s*\()/g)]
    .map(([, name]) => name)
    .filter((name) => !WORDS.includes(name) && !declared.includes(name));
}

function at({ object, path }: Sited<FormulaView>, key: string): Place {
  return { object, path: [...path, key] };
}
