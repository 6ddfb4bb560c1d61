import { covers } from '../../engines/by-version';
import { currentName, type KnownName, knownName } from '../../engines/metric-registry';
import { defaultEngineVersion } from '../../engines/vllm/defaults';
import type { Problem } from '../finding';
import type { Binary, Selector } from '../promql/ast';
import { type SelectorUse, selectorsOf } from '../promql/walk';
import { list, text } from '../read/json';
import type { Rule } from '../rule';
import { scalingQueries } from '../signal/scaling-query';
import type { Sited } from '../view/place';
import type { LintView, ServiceView } from '../view/view';

export const metricExists: Rule = {
  id: 'R1',
  name: 'metric-exists',
  severity: 'error',
  sentence: 'A trigger asks for metrics that its engine exposes in the version that runs.',
  why: 'A query for a name that nobody exposes answers with nothing and not with an error: the trigger is silent, or reads as 0, and a rename in an engine upgrade switches scaling off without a word.',
  fix: 'use the name that this version exposes',
  source: 'vllm-project/vllm#18354, #29330, #32661; llm-d/llm-d#509',
  check: (view) => [...uses(view)].flatMap(problems),
};

/** A name in a query, or as the metric of an adapter. */
interface Use {
  readonly name: string;
  readonly place: Sited<string>;
  readonly service?: ServiceView;
  readonly isSeries: boolean;
}

function* uses(view: LintView): Generator<Use> {
  const recorded = recordedNames(view);
  for (const { expr, query, service } of scalingQueries(view)) {
    const asked = selectorsOf(expr).filter((use) => !hasAlternative(use));
    const names = new Set(asked.flatMap(({ selector: { name } }) => name ?? []));
    for (const name of names) {
      if (!recorded.has(name)) yield { name, place: query, service, isSeries: true };
    }
  }
  for (const scaler of view.scalers) {
    const service = view.services.find(({ scalers }) => scalers.includes(scaler));
    for (const { metric } of scaler.triggers) {
      const name = metric && engineName(metric.value);
      if (metric && name) yield { name, place: metric, service, isSeries: false };
    }
  }
}

/** What rules beside the scaler keep under names of their own. */
function recordedNames({ objects }: LintView): ReadonlySet<string> {
  const rules = objects.filter(({ kind }) => ['PrometheusRule', 'Rules'].includes(kind));
  return new Set(
    rules.flatMap(({ content }) =>
      list(content, 'spec', 'groups').flatMap((group) =>
        list(group, 'rules').flatMap((rule) => text(rule, 'record') ?? []),
      ),
    ),
  );
}

/** `new or old`, as for two versions: one side answers. */
function hasAlternative({ selector, within }: SelectorUse): boolean {
  return within.some(
    (part) => part.kind === 'binary' && part.op === 'or' && isKnownBeside(part, selector),
  );
}

function isKnownBeside({ left, right }: Binary, selector: Selector): boolean {
  const sides = [left, right].map((side) => selectorsOf(side).map((use) => use.selector));
  const other = sides.find((side) => !side.includes(selector)) ?? [];
  return other.some(({ name }) => name !== undefined && name !== selector.name);
}

/**
 * Adapters rename what has a colon at their will: only the engine's own spelling is judged, and the
 * one retired name that is unmistakable without it.
 */
function engineName(metric: string): string | undefined {
  const [own] = metric.match(/(vllm|sglang):\w+/) ?? [];
  return own ?? (/^(vllm_)?gpu_cache_usage_perc$/.test(metric) ? RETIRED : undefined);
}

const RETIRED = 'vllm:gpu_cache_usage_perc';

/** First version whose names are known, with their labels. */
const REGISTRY_SINCE = '0.8.5';

/** The first whose names are not. */
const NEXT_VERSION = '0.33';

/** What is asked for as one name, and is kept in two counters. */
const INSTEAD: Readonly<Record<string, string>> = {
  'vllm:token_usage_total': 'vllm:prompt_tokens_total and vllm:generation_tokens_total',
};

function problems(use: Use): Problem[] {
  const { name, place, isSeries } = use;
  const found = knownName(name);
  if (found.kind === 'foreign') return [];
  if (found.kind === 'unheard-of') return isSeries ? unheardOf(use, found.nearest) : [];
  if (isFamily(found, name)) return [family(use)];
  if (isSeries && found.spelled) {
    const message = `"${name}" is spelled with an underscore, and the engine's name has a colon: unless something on the way renames it the query answers with nothing`;
    return [{ ...place, words: name, message, fix: `use ${found.spelled}`, severity: 'warning' }];
  }
  const { version = defaultEngineVersion } = use.service?.pods[0]?.server?.engine ?? {};
  // Before the registry begins all names but the renamed ones are as at its beginning.
  const isOlder = !covers({ since: REGISTRY_SINCE }, version);
  const since = isOlder && found.since === REGISTRY_SINCE ? '0' : (found.since ?? '0');
  const isExposed = covers({ since, until: found.until }, version);
  return isExposed ? [] : [otherVersion(use, found, version)];
}

function family({ name, place, isSeries }: Use): Problem {
  const message = `"${name}" is a histogram: only its _bucket, _sum and _count are series, so this answers with nothing`;
  const fix = `ask for ${name}_bucket, _sum or _count`;
  // An adapter may make a percentile of it under the same name.
  return { ...place, words: name, message, fix, ...(!isSeries && { severity: 'warning' }) };
}

function isFamily(found: KnownName & { kind: 'metric' }, name: string): boolean {
  return found.metric.type === 'histogram' && found.metric.name === name;
}

/**
 * Of a version that was read every name is known. A later one, or one that nobody states, may have
 * new ones: there only a name that is nearly a known one is a mistake.
 */
function unheardOf({ name, place, service }: Use, nearest: readonly string[]): Problem[] {
  const { name: engine, version } = service?.pods[0]?.server?.engine ?? {};
  const isRead =
    engine === 'vllm' &&
    version !== undefined &&
    covers({ since: REGISTRY_SINCE, until: NEXT_VERSION }, version);
  const instead = INSTEAD[name] ?? nearest.join(' or ');
  if (!isRead && instead === '') return [];
  const message = isRead
    ? `vLLM ${version} exposes no "${name}": the query answers with nothing, and the trigger never fires`
    : `no version of the engine up to ${defaultEngineVersion} exposes "${name}", which looks like a slip: the query answers with nothing`;
  const isSure = isRead || INSTEAD[name] !== undefined;
  return [
    {
      ...place,
      words: name,
      message,
      ...(instead && { fix: `use ${instead}` }),
      ...(!isSure && { severity: 'warning' as const }),
    },
  ];
}

function otherVersion(
  { name, place, service }: Use,
  { since = '', until }: KnownName & { kind: 'metric' },
  version: string,
): Problem {
  const isGone = until !== undefined && covers({ since: until }, version);
  const when = isGone
    ? `is no longer exposed from vLLM ${until} on`
    : `is exposed from vLLM ${since} on`;
  const isStated = service?.pods[0]?.server?.engine?.version !== undefined;
  const runs = isStated ? `${version} runs` : `no version is stated (${version} assumed)`;
  const current = currentName(name, version);
  const isRenamed = !place.value.includes(name);
  const unless = isRenamed
    ? `unless an adapter maps "${place.value}" to another name it`
    : 'the query';
  return {
    ...place,
    words: name,
    message: `"${name}" ${when}, and ${runs}: ${unless} answers with nothing`,
    ...(current && { fix: `use ${current}` }),
    ...((!isStated || isRenamed) && { severity: 'warning' }),
  };
}
