import { RULES } from '../../src/lint/rules';
import type { LocatedFinding } from '../../src/report/lint-finding';
import { lintJson } from '../../src/report/lint-json';
import { lintJunit } from '../../src/report/lint-junit';
import type { LintRun } from '../../src/report/lint-run';
import { lintSarif } from '../../src/report/lint-sarif';
import { summaryLines } from '../../src/report/lint-summary';
import { objectOf, viewOf } from '../lint/support';

const chat = objectOf({ kind: 'ScaledObject', metadata: { name: 'chat' } }, 'my apps/chat.yaml');
const inList = {
  ...objectOf({ kind: 'Deployment', metadata: { name: 'b' } }),
  within: ['items', 1],
};
const clean = objectOf({ kind: 'Service', metadata: { name: 'c<&>"' } }, '/abs/c.yaml');

const finding = (rest: Partial<LocatedFinding>): LocatedFinding => ({
  object: chat,
  path: ['spec', 'a/b~c', 0],
  rule: 'R0',
  name: 'suppression-has-reason',
  severity: 'warning',
  message: 'the "ratio" is < 1 & so \u0007',
  fix: 'mend it',
  source: 'measured',
  line: 41,
  column: 7,
  endColumn: 29,
  text: '      metricType: AverageValue',
  ...rest,
});

const run: LintRun = {
  views: [viewOf(chat, inList, clean)],
  findings: [
    finding({ arithmetic: { columns: ['a'], rows: [[1]] } }),
    finding({ severity: 'error', object: inList, path: ['spec'] }),
    finding({ severity: 'info', object: inList, path: ['spec'], message: 'and so' }),
  ],
  errors: [{ file: '-', line: 3, column: 4, message: 'a tab indents' }],
  notes: [
    { file: 'a.yaml', object: objectOf({ kind: 'Secret' }), message: 'no rule reads these' },
    { file: 'a.yaml', object: objectOf({ kind: 'Secret' }), message: 'no rule reads these' },
    { file: 'b.yaml', object: objectOf({ kind: 'Role' }), message: 'no rule reads these' },
    { file: 'values.yaml', message: 'no Kubernetes object' },
  ],
  broken: [{ rule: 'R7', name: 'gauge-has-no-rate', message: 'TypeError: x' }],
};

test('JSON is a flat list with names of objects and pointers from the root of the document', () => {
  const entries = JSON.parse(lintJson(run.findings));
  expect(entries[0]).toEqual({
    rule: 'R0',
    name: 'suppression-has-reason',
    severity: 'warning',
    file: 'my apps/chat.yaml',
    line: 41,
    column: 7,
    object: 'ScaledObject serving/chat',
    path: '/spec/a~1b~0c/0',
    message: 'the "ratio" is < 1 & so \u0007',
    arithmetic: { columns: ['a'], rows: [[1]] },
    fix: 'mend it',
    source: 'measured',
  });
  expect(entries[1]).toMatchObject({ path: '/items/1/spec', arithmetic: null });
});

describe('SARIF', () => {
  const log = JSON.parse(lintSarif(run, '1.2.3'));
  const [{ tool, results, invocations }] = log.runs;

  test('describes every rule with a page', () => {
    const ids = tool.driver.rules.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['R0', ...RULES.map(({ id }) => id)]);
    expect(tool.driver.rules[0].helpUri).toMatch(/\/docs\/lint\/R0-suppression-has-reason\.md$/);
    expect(tool.driver.semanticVersion).toBe('1.2.3');
  });

  test('has the place, the rule and the level of each finding', () => {
    expect(results.map(({ level }: { level: string }) => level)).toEqual([
      'warning',
      'error',
      'note',
    ]);
    expect(results[0]).toMatchObject({ ruleId: 'R0', ruleIndex: 0 });
    expect(results[0].locations[0].physicalLocation).toMatchObject({
      artifactLocation: { uri: 'my%20apps/chat.yaml' },
      region: { startLine: 41, startColumn: 7, endColumn: 29 },
    });
  });

  test('says that the run has failed where something could not be read or judged', () => {
    expect(invocations[0]).toMatchObject({ executionSuccessful: false });
    const told = invocations[0].toolExecutionNotifications;
    expect(told.map(({ message }: { message: { text: string } }) => message.text)).toEqual([
      'a tab indents',
      'R7 could not judge: TypeError: x',
    ]);
    expect(told[0].locations[0].physicalLocation.artifactLocation.uri).toBe('stdin');
    const fine = JSON.parse(lintSarif({ ...run, errors: [], broken: [] }, '1.2.3'));
    expect(fine.runs[0].invocations[0].executionSuccessful).toBe(true);
  });
});

describe('JUnit', () => {
  const xml = lintJunit(run);

  test('has a case for each rule and object, and one for each object without findings', () => {
    const cases = [...xml.matchAll(/<testcase name="([^"]*)" classname="([^"]*)"/g)];
    expect(cases.map(([, name, object]) => `${object}: ${name}`)).toEqual([
      '-: readable',
      'rules: R7 gauge-has-no-rate',
      'ScaledObject serving/chat: R0 suppression-has-reason',
      'Deployment serving/b: R0 suppression-has-reason',
      'Service serving/c&lt;&amp;&gt;&quot;: no finding',
    ]);
  });

  test('fails by findings of severity error only', () => {
    expect(xml).toContain('<testsuites name="cdk8s-llm lint" tests="5" failures="1" errors="2">');
    expect(xml.match(/<failure /g)).toHaveLength(1);
    expect(xml.match(/<error /g)).toHaveLength(2);
    expect(xml.match(/<system-out>/g)).toHaveLength(1);
  });

  test('is XML whatever the manifests hold', () => {
    expect(xml).toContain('&quot;ratio&quot; is &lt; 1 &amp; so �');
    expect(xml).not.toContain('\u0007');
  });
});

test('a file that is not there is told without a line', () => {
  const missing = { ...run, errors: [{ file: 'no/such', message: 'cannot be read' }] };
  const [{ invocations }] = JSON.parse(lintSarif(missing, '1.2.3')).runs;
  expect(invocations[0].toolExecutionNotifications[0].locations).toEqual([
    { physicalLocation: { artifactLocation: { uri: 'no/such' } } },
  ]);
  expect(lintJunit(missing)).toContain('message="no/such cannot be read"');
});

describe('the summary', () => {
  test('counts what was found, judged and passed over, and names a rule that stopped', () => {
    expect(summaryLines(run)).toEqual([
      'note: R7 gauge-has-no-rate stopped and judged nothing; the other rules did: TypeError: x',
      'note: no rule reads these: 2 Secret, Role',
      'note: no Kubernetes object: values.yaml',
      '1 error, 1 warning, 1 info; judged 0 services and 0 scalers in 3 objects: nothing that a rule reads serves a model or scales',
    ]);
  });

  test('says where the findings are that a checklist stands for', () => {
    const said = (rest: Partial<LintRun>) =>
      summaryLines({ ...run, checklist: [], ...rest }).at(-1);
    expect(said({})).toBe('`cdk8s-llm lint` without `--checklist` shows what these findings are');
    expect(said({ findings: [] })).toMatch(/^0 errors/);
  });

  test('says aloud that nothing was read', () => {
    const empty = { views: [viewOf()], findings: [], errors: [], notes: [], broken: [] };
    expect(summaryLines(empty)).toEqual([
      'nothing judged: no Kubernetes object was read; give rendered manifests, such as the output of `helm template` or `kustomize build`',
    ]);
  });
});
