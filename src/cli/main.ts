import { asksForHelp } from './arguments';
import { type CliIo, OK, UNUSABLE } from './io';

type Verb = (args: readonly string[], io: CliIo) => number;

/** Each loaded when it is asked for: the plan alone is a hundred files. */
const VERBS: Readonly<Record<string, Verb>> = {
  plan: (args, io) => {
    const { plan } = require('./plan') as typeof import('./plan');
    return plan(args, io);
  },
  recommend: (args, io) => {
    const { recommend } = require('./recommend') as typeof import('./recommend');
    return recommend(args, io);
  },
  explain: (args, io) => {
    const { explain } = require('./explain') as typeof import('./explain');
    return explain(args, io);
  },
  lint: (args, io) => {
    const { lint } = require('./lint') as typeof import('./lint');
    return lint(args, io);
  },
};

const USAGE = `usage: cdk8s-llm <verb> [options]

  plan FILE                the capacity plan of a request, or of a list of requests
                           (YAML or JSON; - reads standard input)
    --format table         for people (default), markdown or json
  recommend FILE           the plans of all that a request leaves open: accelerator, node,
                           parallelism and quantization; what fits, cheapest first.
                           A list of requests gives a list of lists
    --format table         the ten cheapest for people (default), markdown or json: all
  explain FILE [QUANTITY]  why a number is what it is, e.g. /fleet/minReplicas
  lint PATH…               why scaling in these manifests would not fire, a drain not finish, a
                           pod not start: files, folders, - for standard input; exit status 1
                           where something breaks. \`cdk8s-llm lint\` lists its options

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
  // The linter has a page of its own.
  if (verb !== 'lint' && asksForHelp(rest)) {
    io.out(USAGE);
    return OK;
  }
  return VERBS[verb](rest, io);
}
