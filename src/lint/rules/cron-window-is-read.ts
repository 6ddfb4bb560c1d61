import { type CronWindow, cronViolations } from '../../kube/cron';
import { askedForFloor } from '../../kube/hpa-floor';
import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { modelScalers } from '../service/of-scaler';
import type { Place } from '../view/place';
import type { ScalerView, TriggerView } from '../view/scaler-view';

export const cronWindowIsRead: Rule = {
  id: 'R50',
  name: 'cron-window-is-read',
  severity: 'error',
  sentence: 'A cron trigger is one that KEDA reads, and asks for what it is meant to reach.',
  why: 'KEDA reads five fields, days of the week from 0 to 6 and IANA time zones; one window that it cannot read leaves the whole ScaledObject without an HPA. The value of a window is a number of replicas, and the HPA ignores a tenth of difference: from ten replicas eleven are never reached.',
  fix: 'write five fields as 0 8 * * MON-FRI, and Sunday as 0',
  source:
    'kedacore/keda pkg/scalers/cron_scaler.go; robfig/cron ParseStandard; measured with KEDA 2.21',
  check: (view) =>
    modelScalers(view).flatMap((scaler) =>
      scaler.triggers
        .filter(({ type }) => type === 'cron')
        .flatMap((trigger) => [
          ...unread(trigger),
          ...floorProblems(scaler, trigger, view.site.kubernetesVersion),
        ]),
    ),
};

/** Of an expression or a time zone. */
const LONGEST_VALUE = 200;

/** What KEDA calls the parts of a window. */
const KEYS = { start: 'start', end: 'end', timeZone: 'timezone', replicas: 'desiredReplicas' };

function unread(trigger: TriggerView): Problem[] {
  const { metadata } = trigger;
  const missing = Object.values(KEYS).filter((key) => (metadata[key] ?? '') === '');
  if (missing.length > 0) {
    const message = `the cron trigger has no ${missing.join(', no ')}: KEDA makes no HPA at all`;
    const { object, path } = trigger;
    const fix = 'write timezone, start, end and desiredReplicas';
    return [{ object, path: [...path, 'metadata'], message, fix }];
  }
  // What somebody fills in later, and what is no window at all.
  const values = Object.values(metadata);
  if (values.some((value) => /[${]/.test(value) || value.length > LONGEST_VALUE)) return [];
  const window: CronWindow = {
    start: metadata.start,
    end: metadata.end,
    timeZone: metadata.timezone,
    replicas: Number(metadata.desiredReplicas),
  };
  return cronViolations('', window).map(({ path, value, allowed, fix }) => {
    const key = KEYS[path.slice(1) as keyof typeof KEYS];
    return {
      ...at(trigger, key),
      message: `${key}: '${value}' must be ${allowed}: KEDA makes no HPA at all`,
      fix,
    };
  });
}

function floorProblems(
  { minReplicas, maxReplicas, behavior }: ScalerView,
  trigger: TriggerView,
  kubernetesVersion = '',
): Problem[] {
  const wanted = Number(trigger.metadata.desiredReplicas);
  if (!Number.isInteger(wanted) || wanted < 1) return [];
  const place = at(trigger, KEYS.replicas);
  if (wanted > maxReplicas.value) {
    const message = `the window asks for ${wanted} replicas, and the maximum is ${maxReplicas.value}`;
    return [{ ...place, severity: 'warning', message, fix: `raise maxReplicaCount to ${wanted}` }];
  }
  if (wanted <= minReplicas.value) {
    const message = `the window asks for ${wanted} replicas, which the minimum of ${minReplicas.value} holds at all times`;
    return [
      { ...place, severity: 'info', message, fix: 'take the trigger out, or lower the minimum' },
    ];
  }
  if (behavior.value.scaleUp?.tolerance === 0) return [];
  const asked = askedForFloor(wanted, '');
  if (asked === wanted) return [];
  const reached = wanted - 1;
  const since = kubernetesVersion === '' ? ' (Kubernetes 1.35 and later)' : '';
  const canSet = askedForFloor(wanted, kubernetesVersion || '1.35') === wanted;
  return [
    {
      ...place,
      severity: 'warning',
      message: `from ${reached} replicas the ${wanted} of the window are within the tolerance of 10 %, and never reached`,
      arithmetic: {
        columns: ['replicas', 'asked for', 'ratio', 'reached'],
        rows: [
          [reached, wanted, Number((wanted / reached).toFixed(3)), reached],
          [
            reached,
            asked,
            Number((asked / reached).toFixed(3)),
            Math.min(asked, maxReplicas.value),
          ],
        ],
      },
      fix: canSet
        ? `set behavior.scaleUp.tolerance: 0${since}, or desiredReplicas: ${asked}`
        : `set desiredReplicas: ${asked}`,
    },
  ];
}

function at({ object, path }: TriggerView, key: string): Place {
  return { object, path: [...path, 'metadata', key] };
}
