import type { Problem } from '../finding';
import { list, text, valueAt } from '../read/json';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import type { Place } from '../view/place';
import type { ScalerView, TriggerView } from '../view/scaler-view';
import type { LintView } from '../view/view';

export const triggerIsComplete: Rule = {
  id: 'R13',
  name: 'trigger-is-complete',
  severity: 'error',
  sentence: 'Every Prometheus trigger says whom to ask, what, and from which value on.',
  why: 'Neither the CRD nor the webhook of KEDA looks into the metadata of a trigger. One that cannot be parsed makes the whole ScaledObject not ready: no HPA is made, and the good triggers beside it do not scale either.',
  fix: 'write serverAddress, query and threshold in the metadata of each trigger',
  source:
    'kedacore/keda pkg/scalers/prometheus_scaler.go; llm-d/llm-d-benchmark#1724; measured with KEDA 2.21',
  check: (view) =>
    modelScalers(view).flatMap((scaler) =>
      scaler.object.kind === 'ScaledObject'
        ? scaler.triggers.flatMap((trigger) => problems(view, scaler, trigger))
        : [],
    ),
};

function problems(view: LintView, scaler: ScalerView, trigger: TriggerView): Problem[] {
  const ofAll = metricTypeProblems(trigger);
  if (trigger.type !== 'prometheus') return ofAll;
  return [
    ...missing(scaler, trigger),
    ...thresholdProblems(trigger),
    ...authentication(view, trigger),
    ...retired(trigger),
    ...ofAll,
  ];
}

function missing({ triggers }: ScalerView, trigger: TriggerView): Problem[] {
  const absent = ['serverAddress', 'query', 'threshold'].filter(
    (key) => (trigger.metadata[key] ?? '').trim() === '',
  );
  if (absent.length === 0) return [];
  const others = triggers.length - 1;
  const address = triggers.map(({ serverAddress }) => serverAddress?.value).find((each) => each);
  const isAddress = absent[0] === 'serverAddress' && address !== undefined;
  return [
    {
      ...metadataOf(trigger),
      message: `the trigger has no ${absent.join(', no ')}: KEDA makes no HPA at all${others > 0 ? `, and the ${others === 1 ? 'other trigger does' : `${others} other triggers do`} not scale either` : ''}`,
      ...(isAddress && { fix: `write serverAddress: ${address}, as in the trigger beside it` }),
    },
  ];
}

/** The HPA gets thousandths. */
const SMALLEST = 0.001;

function thresholdProblems(trigger: TriggerView): Problem[] {
  const { threshold, metadata } = trigger;
  const written = (metadata.threshold ?? '').trim();
  if (written === '' || /[${]/.test(written)) return [];
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(written)) {
    const message = `threshold: '${written}' is no number: KEDA makes no HPA at all`;
    return [{ ...keyOf(trigger, 'threshold'), message, fix: 'write a plain number in quotes' }];
  }
  if (!threshold || threshold.value >= SMALLEST) return [];
  const { object, path, value } = threshold;
  return [
    {
      object,
      path,
      message: `a threshold of ${value} is 0 in the thousandths that the HPA counts in: the API refuses the HPA`,
      fix: 'ask in a smaller unit: multiply the query and the threshold by 1000',
    },
  ];
}

function authentication(view: LintView, trigger: TriggerView): Problem[] {
  const modes = (trigger.metadata.authModes ?? '').trim();
  const name = text(rawOf(trigger), 'authenticationRef', 'name');
  if (name !== undefined) return unusedSecrets(view, trigger, name, modes);
  if (modes === '') return [];
  return [
    {
      ...keyOf(trigger, 'authModes'),
      message: `authModes: ${modes} without an authenticationRef: KEDA finds no secret for it and makes no HPA`,
      fix: 'add authenticationRef: { name: … } of a TriggerAuthentication to the trigger, beside metadata',
    },
  ];
}

/** Parameters of a TriggerAuthentication, and the mode without which KEDA ignores them. */
const MODES: Readonly<Record<string, string>> = {
  ca: 'tls',
  cert: 'tls',
  key: 'tls',
  bearerToken: 'bearer',
  username: 'basic',
  password: 'basic',
  customAuthHeader: 'custom',
  customAuthValue: 'custom',
};

function unusedSecrets(
  { objects }: LintView,
  trigger: TriggerView,
  name: string,
  modes: string,
): Problem[] {
  const found = objects.find(
    (object) =>
      /^(Cluster)?TriggerAuthentication$/.test(object.kind) &&
      object.name === name &&
      (object.kind !== 'TriggerAuthentication' || object.namespace === trigger.object.namespace),
  );
  const given = ['secretTargetRef', 'env', 'configMapTargetRef'].flatMap((key) =>
    list(found?.content, 'spec', key).flatMap((each) => text(each, 'parameter') ?? []),
  );
  if (!found || given.includes('authModes')) return [];
  const wanted = [...new Set(given.flatMap((parameter) => MODES[parameter] ?? []))];
  const stated = modes.split(/\s*,\s*/);
  const missing = wanted.filter((mode) => !stated.includes(mode));
  if (missing.length === 0) return [];
  return [
    {
      object: trigger.object,
      path: [...trigger.path, 'authenticationRef'],
      message: `'${name}' gives ${given.join(' and ')}, and authModes does not say ${missing.join(' and ')}: KEDA ignores it, and the server refuses the query`,
      fix: `write authModes: "${[...stated.filter((mode) => mode !== ''), ...missing].join(',')}" in the metadata of the trigger`,
    },
  ];
}

function retired(trigger: TriggerView): Problem[] {
  if (trigger.metadata.metricName === undefined) return [];
  return [
    {
      ...keyOf(trigger, 'metricName'),
      severity: 'info',
      message: 'metricName is read no more: KEDA names the metric after the trigger',
      fix: 'take metricName out, and give the trigger a name',
    },
  ];
}

const METRIC_TYPES = ['AverageValue', 'Value', 'Utilization'];

function metricTypeProblems(trigger: TriggerView): Problem[] {
  const { metadata, metricType } = trigger;
  const misplaced = metadata.metricType;
  const used = metricType.value;
  if (misplaced !== undefined && METRIC_TYPES.includes(misplaced)) {
    return [
      {
        ...keyOf(trigger, 'metricType'),
        severity: misplaced === used ? 'info' : 'error',
        message: `metricType: ${misplaced} inside metadata is read by nobody: the trigger counts as ${used}`,
        fix: `move metricType: ${misplaced} beside metadata`,
      },
    ];
  }
  if (METRIC_TYPES.includes(used) && !(used === 'Utilization' && trigger.kind !== 'resource')) {
    return [];
  }
  const { object, path } = metricType;
  const message = `metricType: ${used} is refused for a trigger of type ${trigger.type}`;
  return [{ object, path, message, fix: 'write AverageValue for a total, Value for a ratio' }];
}

function metadataOf({ object, path }: TriggerView): Place {
  return { object, path: [...path, 'metadata'] };
}

function keyOf(trigger: TriggerView, key: string): Place {
  const { object, path } = metadataOf(trigger);
  return { object, path: [...path, key] };
}

function rawOf({ object, path }: TriggerView) {
  return valueAt(object.content, path);
}
