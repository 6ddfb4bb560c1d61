import { explain } from './explain';
import { type CliIo, OK, UNUSABLE } from './io';
import { plan } from './plan';

const VERBS = { plan, explain } as const;

const USAGE = `usage: cdk8s-llm <verb> [options]

  plan FILE                the capacity plan of a request, or of a list of requests
                           (YAML or JSON; - reads standard input)
    --format table         for people (default), markdown or json
  explain FILE [QUANTITY]  why a number is what it is, e.g. /fleet/minReplicas

  --version                the version of this package

No verb touches the network.
`;

/** Runs a verb and gives the exit code. */
export function main(args: readonly string[], io: CliIo): number {
  const [verb, ...rest] = args;
  if (verb === '--help' || verb === '-h') {
    io.out(USAGE);
    return OK;
  }
  if (verb === '--version') {
    io.out(`${io.version}\n`);
    return OK;
  }
  if (verb === undefined || !Object.hasOwn(VERBS, verb)) {
    io.err(verb === undefined ? USAGE : `unknown verb '${verb}'\n\n${USAGE}`);
    return UNUSABLE;
  }
  return VERBS[verb as keyof typeof VERBS](rest, io);
}
