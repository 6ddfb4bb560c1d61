import { knownName } from '../../engines/metric-registry';
import type { Problem } from '../finding';
import type { Matcher } from '../promql/ast';
import { patternOf } from '../promql/pattern';
import type { Rule } from '../rule';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import type { ServiceView } from '../view/view';

export const queryNamesService: Rule = {
  id: 'R78',
  name: 'query-names-service',
  severity: 'error',
  sentence: 'A query about an engine names the model, the namespace and the pods of its service.',
  why: 'A matcher on a name that no replica has excludes every series: the query answers with nothing at any load. vLLM labels its series with the first served name, which is the model only where no other is given.',
  fix: 'match what the service is called',
  source: 'vllm/entrypoints/openai/api_server.py, --served-model-name; vllm/v1/metrics/loggers.py',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems({ selectors, service, query }: ScalingQuery): Problem[] {
  if (!service) return [];
  const matchers = selectors
    .filter(({ name }) => name !== undefined && knownName(name).kind === 'metric')
    .flatMap((selector) => selector.matchers);
  const wrong = matchers.flatMap((matcher) => wrongName(matcher, service));
  return [...new Map(wrong.map((each) => [each.message, each])).values()].map((each) => ({
    ...query,
    ...each,
  }));
}

type Wrong = Pick<Problem, 'message' | 'fix' | 'words'> & { readonly message: string };

function wrongName(matcher: Matcher, service: ServiceView): Wrong[] {
  const { label, op, value } = matcher;
  const isPicking = (op === '=' || op === '=~') && value !== '' && !/[${]/.test(value);
  const names = isPicking ? namesOf(label, service) : [];
  if (names.length === 0 || names.some((name) => takes(matcher, name))) return [];
  const [first] = names;
  return [
    {
      words: value,
      message: `${label}${op}"${value}" is not about this service, whose ${label} is ${first}: the query answers with nothing at any load`,
      fix: label === 'pod' ? `write pod=~"${service.name}-.*"` : `write ${label}="${first}"`,
    },
  ];
}

/** What the label may say; nothing where the manifests do not tell. */
function namesOf(label: string, service: ServiceView): readonly string[] {
  const { name, namespace, object } = service;
  const engine = service.pods[0]?.server?.engine;
  switch (label) {
    case 'model_name': {
      const stated = engine?.servedNames ?? [];
      if (stated.length > 0) return stated.slice(0, 1);
      return engine?.name === 'vllm' && engine.model ? [engine.model] : [];
    }
    case 'namespace':
      return hasNamespace(object.content) ? [namespace] : [];
    case 'pod':
      return podNames(service, name);
    default:
      return [];
  }
}

function hasNamespace({ metadata }: ServiceView['object']['content']): boolean {
  return typeof metadata === 'object' && metadata !== null && 'namespace' in metadata;
}

/** As controllers call them; other kinds have names of their own. */
function podNames({ kind }: ServiceView, name: string): readonly string[] {
  if (kind === 'Deployment') return [`${name}-7d9f8c6b5d-x2x4z`, `${name}-5c4b6d9f7f-2tq8w`];
  return kind === 'StatefulSet' || kind === 'LeaderWorkerSet' ? [`${name}-0`, `${name}-1`] : [];
}

function takes({ op, value }: Matcher, name: string): boolean {
  if (op === '=') return value === name;
  try {
    return patternOf(value).matches(name);
  } catch {
    return true;
  }
}
