import type { PlanAnswer } from '../capacity/answer';
import { planFor } from '../plan/plan-for';
import { type AnsweringVerb, answerFile } from './answers';
import type { CliIo } from './io';

const PLAN: AnsweringVerb<PlanAnswer> = {
  answer: planFor,
  markdown: (answer) => {
    const { planMarkdown } =
      require('../report/plan-markdown') as typeof import('../report/plan-markdown');
    return planMarkdown(answer);
  },
  table: (answer) => {
    const { planTable } = require('../report/plan-table') as typeof import('../report/plan-table');
    return planTable(answer);
  },
};

/** `cdk8s-llm plan FILE [--format table|markdown|json]` */
export function plan(args: readonly string[], io: CliIo): number {
  return answerFile(PLAN, args, io);
}
