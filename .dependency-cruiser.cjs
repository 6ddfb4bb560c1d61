/** From the ground up: a floor imports itself and those below it. */
const FLOORS = [
  'violations.ts',
  'facts/',
  'engines/',
  'kube/',
  'capacity/',
  'scaling/',
  'plan/',
  'simulation/',
  'manifests/',
  'lint/',
  'report/',
  'constructs/',
  'cli/',
  'index.ts',
];
const PURE = FLOORS.slice(0, FLOORS.indexOf('constructs/'));

const literal = (text) => text.replaceAll('.', '[.]');
const inside = (floors) => `^src/(${floors.map(literal).join('|')})`;
const outside = (names) => `(^|/node_modules/|^node_modules/)(${names.join('|')})(/|$)`;
const CDK8S = [outside(['cdk8s', 'cdk8s-plus-28', 'constructs']), '^imports/'];

/** `from` and `to` are conditions of dependency-cruiser; what meets both is an error. */
const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

const downwards = FLOORS.slice(0, -1).map((floor, level) =>
  forbid(
    `${floor.replace(/\W.*/, '')}-imports-lower-floors`,
    `src/${floor} imports only the floors below it`,
    { path: inside([floor]) },
    { path: inside(FLOORS.slice(level + 1)) },
  ),
);

module.exports = {
  forbidden: [
    ...downwards,
    forbid(
      'pure-below-constructs',
      'plan, manifests, linter and reports are pure TypeScript',
      { path: inside(PURE) },
      { path: CDK8S },
    ),
    forbid(
      'cli-without-constructs',
      'loading cdk8s would double the time of every command',
      { path: inside(['cli/']) },
      { path: [...CDK8S, inside(['constructs/'])] },
    ),
    forbid(
      'interop-only',
      'cdk8s-plus is known in one file, as its types differ from version to version',
      { path: '^src/', pathNot: '^src/constructs/interop[.]ts$' },
      { path: outside(['cdk8s-plus-[0-9]+']) },
    ),
    forbid(
      'on-a-floor',
      'every file in src/ has its floor',
      {},
      { path: '^src/', pathNot: inside(FLOORS) },
    ),
    forbid(
      'imports-are-leaves',
      'generated files know nothing of src/',
      { path: '^imports/' },
      { path: '^src/' },
    ),
    forbid(
      'only-shipped-packages',
      'a user has our dependencies and peers, not our development tools',
      { path: '^src/' },
      { dependencyTypes: ['npm-dev', 'npm-no-pkg'], dependencyTypesNot: ['npm-peer'] },
    ),
    forbid('no-cycle', 'a cycle has no floor', {}, { circular: true }),
    forbid('resolves', 'every import leads to a file or a package', {}, { couldNotResolve: true }),
    {
      name: 'no-orphan',
      comment: 'what nobody imports is not part of the library',
      severity: 'error',
      from: {},
      module: { path: '^src/', pathNot: '^src/(index[.]ts|cli/)', numberOfDependentsLessThan: 1 },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // so that an `import type` counts
    tsPreCompilationDeps: true,
  },
};
