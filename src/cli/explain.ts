import { explainQuantity } from '../plan/explain';
import { planFor } from '../plan/plan-for';
import { InvalidInput } from '../violations';
import { parsed } from './arguments';
import { type CliIo, OK, UNUSABLE } from './io';
import { readRequests } from './requests';

/** `cdk8s-llm explain FILE [QUANTITY]`; without a quantity all that can be asked for. */
export function explain(args: readonly string[], io: CliIo): number {
  const given = parsed(args, {}, ['FILE', '[QUANTITY]']);
  if (typeof given === 'string') {
    io.err(`${given}\n`);
    return UNUSABLE;
  }
  const [file, quantity] = given.positionals;
  try {
    for (const request of readRequests(file, io).requests) {
      const { evidence } = planFor(request);
      const asked = quantity === undefined ? evidence.map((entry) => entry.quantity) : [quantity];
      for (const each of asked) io.out(`${explainQuantity(evidence, each)}\n`);
    }
    return OK;
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    io.err(`${error.message}\n`);
    return UNUSABLE;
  }
}
