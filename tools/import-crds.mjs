// Generates imports/ from a folder of CRDs: npx projen import -- <folder>
//
// The CRDs stay where they are. Only what the generator needs is handed to it, so that a new
// version of a CRD shows up in review as the fields that changed, not as 20,000 lines of prose.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { parseAllDocuments, stringify } from 'yaml';

/** Every kind that we emit, and the one version that we emit it in. */
const KINDS = [
  { group: 'data.fluid.io', kind: 'AlluxioRuntime', version: 'v1alpha1' },
  { group: 'data.fluid.io', kind: 'DataLoad', version: 'v1alpha1' },
  { group: 'data.fluid.io', kind: 'Dataset', version: 'v1alpha1' },
  { group: 'keda.sh', kind: 'ScaledObject', version: 'v1alpha1' },
  { group: 'keda.sh', kind: 'TriggerAuthentication', version: 'v1alpha1' },
  { group: 'leaderworkerset.x-k8s.io', kind: 'LeaderWorkerSet', version: 'v1' },
  { group: 'monitoring.coreos.com', kind: 'PodMonitor', version: 'v1' },
  { group: 'monitoring.coreos.com', kind: 'PrometheusRule', version: 'v1' },
];

/** Pod and claim templates pass through untouched: generated mappers drop fields they do not know. */
const TEMPLATES = ['leaderTemplate', 'workerTemplate', 'volumeClaimTemplates'];
/** Parts of pods inside Fluid's kinds, four fifths of their size, that we never write. */
const UNUSED = ['affinity', 'resources', 'volumes', 'volumeSource'];
const OPAQUE = [...TEMPLATES, ...UNUSED];
const KEPT_EXTENSIONS = ['x-kubernetes-int-or-string', 'x-kubernetes-preserve-unknown-fields'];

const isExtension = (key) => key.startsWith('x-kubernetes-') && !KEPT_EXTENSIONS.includes(key);
const mapValues = (object, change) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));

// One pass changes one node of a schema; `walk` applies it to every node.
const dropDescription = ({ description, ...schema }) => schema;
const dropExtensions = (schema) =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !isExtension(key)));
const makeOpaque = (schema, name) =>
  OPAQUE.includes(name) ? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } : schema;
const PASSES = [dropDescription, dropExtensions, makeOpaque];

/** The keys of `properties` are names chosen by the CRD, which may itself have a "description". */
function walk(schema, pass, name) {
  if (Array.isArray(schema)) return schema.map((item) => walk(item, pass));
  if (schema === null || typeof schema !== 'object') return schema;
  return mapValues(pass(schema, name), (value, key) =>
    key === 'properties'
      ? mapValues(value, (property, propertyName) => walk(property, pass, propertyName))
      : walk(value, pass),
  );
}

function dropStatus(schema) {
  const { status, ...properties } = schema.properties;
  return { ...schema, properties };
}

function trim(crd, version) {
  const { group, names, scope, versions } = crd.spec;
  const { name, served, storage, schema } = versions.find((each) => each.name === version);
  const openAPIV3Schema = PASSES.reduce(
    (trimmed, pass) => walk(trimmed, pass),
    dropStatus(schema.openAPIV3Schema),
  );
  return {
    apiVersion: crd.apiVersion,
    kind: crd.kind,
    metadata: { name: crd.metadata.name },
    spec: {
      group,
      names,
      scope,
      versions: [{ name, served, storage, schema: { openAPIV3Schema } }],
    },
  };
}

/** Rows of the folder's SOURCES.md: file, kind, versions, scope, scale, repository, tag, commit, path. */
function readSources(folder) {
  return readFileSync(join(folder, 'SOURCES.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim().replaceAll('`', '')))
    .map(([, file, kind, , , , repository, tag, commit, path]) => ({
      file,
      kind,
      repository,
      tag,
      commit,
      path,
    }));
}

function findCrd(folder, sources, { group, kind }) {
  const source = sources.find((row) => row.kind === `${group} / ${kind}`);
  if (!source) throw new Error(`no row for ${group} / ${kind} in ${join(folder, 'SOURCES.md')}`);
  const documents = parseAllDocuments(readFileSync(join(folder, source.file), 'utf8'));
  const crd = documents.map((each) => each.toJS()).find((each) => each.spec.names.kind === kind);
  return { source, crd };
}

const trimmed = (found, group) =>
  found.filter((each) => each.group === group).map(({ crd, version }) => trim(crd, version));

/** Two CRDs of one group go into one file, as a second import of a group overwrites the first. */
function generate(group, crds, scratch) {
  const file = join(scratch, `${group}.yaml`);
  writeFileSync(
    file,
    crds.map((crd) => stringify(crd, { aliasDuplicateObjects: false })).join('---\n'),
  );
  const options = ['--check-upgrade=false', '--no-save', '-l', 'typescript', '-o', 'imports'];
  execFileSync('cdk8s', ['import', ...options, file], { stdio: ['ignore', 'ignore', 'inherit'] });
}

function sourcesPage(found) {
  const rows = found.map(
    ({ kind, version, group, source }) =>
      `| ${kind} | ${group}/${version} | ${source.repository} | ${source.tag} | \`${source.commit}\` | \`${source.path}\` |`,
  );
  return [
    '# Sources of the generated files',
    '',
    'Generated by `npx projen import -- <folder of CRDs>`; not edited by hand, not exported.',
    '',
    '| kind | apiVersion | repository | version | commit | path |',
    '|---|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function main(folder) {
  const sources = readSources(folder);
  const found = KINDS.map((wanted) => ({ ...wanted, ...findCrd(folder, sources, wanted) }));
  const scratch = mkdtempSync(join(tmpdir(), 'crds-'));
  try {
    rmSync('imports', { recursive: true, force: true });
    mkdirSync('imports');
    for (const group of new Set(KINDS.map((each) => each.group)))
      generate(group, trimmed(found, group), scratch);
  } finally {
    rmSync(scratch, { recursive: true });
  }
  writeFileSync(join('imports', 'SOURCES.md'), sourcesPage(found));
}

// projen hands the `--` on, which parseArgs drops
const { positionals } = parseArgs({ allowPositionals: true });
if (positionals.length !== 1) {
  console.error('usage: npx projen import -- <folder with CRDs and their SOURCES.md>');
  process.exit(2);
}
main(positionals[0]);
