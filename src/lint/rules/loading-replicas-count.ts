import type { Problem } from '../finding';
import type { Rule } from '../rule';
import { type ScalingQuery, scalingQueries } from '../signal/scaling-query';
import { assuming } from '../signal/shown';
import { grownBy, runsAway, SURGE } from './backlog-is-bounded';

export const loadingReplicasCount: Rule = {
  id: 'R15',
  name: 'loading-replicas-count',
  severity: 'warning',
  sentence: 'A fleet does not more than double while its first new replica still loads.',
  why: 'The autoscaler looks every 15 s and a cold start takes minutes: replicas that load answer nothing and lower no metric, so every look adds more of them.',
  fix: 'bound growth: behavior.scaleUp with policies of Percent 100 in a period of one cold start',
  source: 'vllm-project/aibrix#2670; kubernetes pkg/controller/podautoscaler/horizontal.go',
  check: (view) => scalingQueries(view).flatMap(problems),
};

function problems(query: ScalingQuery): Problem[] {
  const grown = grownBy(query);
  if (!grown || runsAway(grown)) return [];
  const { from, needed, reached, asked, seconds } = grown;
  if (reached <= 2 * from || reached < 1.5 * needed) return [];
  return [
    {
      ...query.scaler.behavior,
      message: `${needed} replicas would hold this target under ${SURGE} times what ${from} can answer; but while the first new one loads the autoscaler goes on to ${reached}${assuming(query)}`,
      arithmetic: {
        columns: ['replicas', 'needed', 'cold start s', 'asks for', 'started'],
        rows: [[from, needed, Math.round(seconds), asked, reached]],
      },
    },
  ];
}
