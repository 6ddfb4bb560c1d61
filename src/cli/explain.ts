import { explainQuantity } from '../plan/explain';
import { planFor } from '../plan/plan-for';
import { InvalidInput } from '../violations';
import { parsed } from './arguments';
import { type CliIo, OK, UNUSABLE } from './io';
import { readRequests } from './requests';

/** `cdk8s-llm explain FILE QUANTITY` */
export function explain(args: readonly string[], io: CliIo): number {
  const given = parsed(args, {}, ['FILE', 'QUANTITY']);
  if (typeof given === 'string') {
    io.err(`${given}\n`);
    return UNUSABLE;
  }
  const [file, quantity] = given.positionals;
  try {
    for (const request of readRequests(file, io).requests) {
      io.out(`${explainQuantity(planFor(request).evidence, quantity)}\n`);
    }
    return OK;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    io.err(`${error.message}\n`);
    return UNUSABLE;
  }
}
