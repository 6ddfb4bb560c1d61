import { type Recommended, recommendFor } from '../plan/recommend';
import { recommendMarkdown } from '../report/recommend-markdown';
import { recommendText } from '../report/recommend-table';
import { type AnsweringVerb, answerFile } from './answers';
import type { CliIo } from './io';

const RECOMMEND: AnsweringVerb<readonly Recommended[]> = {
  answer: recommendFor,
  markdown: recommendMarkdown,
  table: recommendText,
};

/** `cdk8s-llm recommend FILE [--format table|markdown|json]` */
export function recommend(args: readonly string[], io: CliIo): number {
  return answerFile(RECOMMEND, args, io);
}
