import { cdk8s, javascript } from 'projen';

const project = new cdk8s.ConstructLibraryCdk8s({
  name: 'cdk8s-llm',
  description:
    'LLM inference on Kubernetes, sized: model + accelerator + traffic + objectives in, LeaderWorkerSet, KEDA, probes, drain and cost out, every number from one capacity plan',
  author: 'cdk8s-llm contributors',
  authorAddress: 'maintainers@cdk8s-llm.dev',
  authorOrganization: true,
  repositoryUrl: 'https://github.com/cdk8s-llm/cdk8s-llm.git',
  keywords: [
    'cdk8s',
    'kubernetes',
    'llm',
    'vllm',
    'inference',
    'keda',
    'leaderworkerset',
    'autoscaling',
    'capacity-planning',
  ],
  license: 'Apache-2.0',
  copyrightOwner: 'cdk8s-llm contributors',
  copyrightPeriod: '2026',
  stability: 'experimental',
  defaultReleaseBranch: 'main',
  packageManager: javascript.NodePackageManager.NPM,
  projenrcTs: true,
  minNodeVersion: '20.12.0',
  cdk8sVersion: '2.70.0',
  constructsVersion: '10.4.0',
  jsiiVersion: '~6.0.0',
  compressAssembly: true,
  typescriptVersion: '~6.0.3',
  peerDeps: ['cdk8s-plus-28@^2.5.6'],
  bundledDeps: [
    'yaml',
    'js-yaml@^4.3.2',
    'jsonschema',
    'semver',
    'cli-table3',
    'papaparse',
    '@prometheus-io/lezer-promql',
    '@lezer/common',
    '@lezer/highlight',
    '@lezer/lr',
    're2js',
  ],
  devDeps: [
    '@types/js-yaml',
    '@types/node@^20',
    '@types/papaparse',
    '@types/semver',
    'cdk8s-cli',
    'dependency-cruiser@^17',
    '@peculiar/x509',
    'fast-check',
    'reflect-metadata',
    'tsx',
  ],
  bin: { 'cdk8s-llm': 'bin/cdk8s-llm' },

  // src/ and imports/ compile side by side into lib/src and lib/imports
  entrypoint: 'lib/src/index.js',
  tsconfig: {
    include: ['imports/**/*.ts'],
    // Inline maps would be half of the package.
    compilerOptions: { rootDir: '.', inlineSourceMap: false, inlineSources: false },
  },

  publishToPypi: { distName: 'cdk8s-llm', module: 'cdk8s_llm' },
  publishToMaven: {
    javaPackage: 'org.cdk8sllm',
    mavenGroupId: 'org.cdk8sllm',
    mavenArtifactId: 'cdk8s-llm',
  },
  publishToGo: { moduleName: 'github.com/cdk8s-llm/cdk8s-llm-go' },

  typecheckTests: true,
  jestOptions: {
    updateSnapshot: javascript.UpdateSnapshot.NEVER,
    passWithNoTests: false,
    junitReporting: false,
    extraCliOptions: ['--json', '--outputFile=test-report.json'],
    jestConfig: {
      collectCoverage: false, // v8 coverage over the L1s costs 10 s a run; use `jest --coverage` when wanted
      coveragePathIgnorePatterns: ['/node_modules/', '/imports/'],
      moduleNameMapper: { '^cdk8s-llm$': '<rootDir>/src' },
    },
  },
  biome: true,
  biomeOptions: {
    version: '2.5.15',
    biomeConfig: {
      formatter: {
        indentStyle: javascript.biome_config.IndentStyle.SPACE,
        indentWidth: 2,
        lineWidth: 100,
      },
      javascript: { formatter: { quoteStyle: javascript.biome_config.QuoteStyle.SINGLE } },
    },
  },
  github: false,
  release: false,
  depsUpgrade: false,
  pullRequestTemplate: false,
  npmignoreEnabled: false,
  sampleCode: false,
});

project.package.addField('types', 'lib/src/index.d.ts');
// Not API.md: it rides in every wheel, jar and Go module, and Construct Hub makes its own.
project.package.addField('files', ['lib/src', 'lib/schema', 'bin', '.jsii', '.jsii.gz']);
// The newest unrs-resolver is served without its builds for other platforms, which breaks `npm ci`.
project.package.addPackageResolutions('unrs-resolver@1.12.2');
project.npmrc.addConfig('omit-lockfile-registry-resolved', 'true');
project.gitignore.exclude(
  '.jsii.gz',
  '.jsii.tabl.json',
  '.npmignore',
  '/examples/*/dist/',
  '/test-report.json',
);
for (const pattern of ['examples/**', 'bench/**', 'tools/**', 'bin/**', '.dependency-cruiser.cjs'])
  project.biome?.addFilePattern(pattern);
project.biome?.addFilePattern('!examples/**/expected');
project.biome?.addFilePattern('!imports');

project.addTask('import', {
  description: 'Regenerate imports/ from a folder of CRDs: npx projen import -- <folder>',
  exec: 'node tools/import-crds.mjs',
  receiveArgs: true,
});
project.addTask('bench', {
  description: 'Plan, synth, load and package-size benchmarks as JSON',
  exec: 'node bench/bench.mjs',
  receiveArgs: true,
});
project.addTask('bench:accuracy', {
  description: 'Plans against measured servers: npm run bench:accuracy -- --records DIR [--json]',
  exec: 'node bench/accuracy.mjs',
  receiveArgs: true,
});
project.addTask('examples:update', {
  description: 'Rewrite examples/*/expected/; wants a line under Unreleased in CHANGELOG.md',
  exec: 'tsx tools/examples.ts',
});
project.compileTask.exec('node tools/compact-lib.mjs');
project.postCompileTask.exec('jsii-rosetta extract --compile --fail');
project.testTask.exec('tsc --noEmit -p examples/tsconfig.json');
project.tasks.addEnvironment('JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION', '20');

// These run on a clone without node_modules, so they cannot start with `npx projen`.
project.package.setScript('test', 'node tools/run.mjs test');
project.package.setScript('quickstart', 'node tools/run.mjs quickstart');
project.package.setScript('test:cluster', 'node tools/run.mjs test:cluster');
project.package.setScript('test:engine', 'node tools/run.mjs test:engine');
project.package.setScript('prepare', 'node tools/prepare.mjs');
project.package.setScript('prepack', 'node tools/prepare.mjs');
project.synth();
