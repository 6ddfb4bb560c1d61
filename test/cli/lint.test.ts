import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { run, withFiles } from './run';

const fixture = (name: string) =>
  readFileSync(resolve(__dirname, '../lint/rules/R64-trigger-can-fire', `${name}.yaml`), 'utf8');
const [firing, right] = [fixture('firing'), fixture('twin')];
const BROKEN = 'kind: Deployment\n  name: x\n';

const summary = ({ out }: { out: string }) => out.trimEnd().split('\n').at(-1);

describe('what is read', () => {
  test('is a file, or standard input', () => {
    withFiles({ 'a.yaml': right }, (folder) => {
      for (const answer of [run(['lint', join(folder, 'a.yaml')]), run(['lint', '-'], right)]) {
        expect([answer.code, answer.err]).toEqual([0, '']);
        expect(summary(answer)).toBe(
          '0 errors, 0 warnings; judged 1 service and 1 scaler in 3 objects',
        );
      }
    });
  });

  test('is all YAML and JSON below a folder, but for dot folders and node_modules', () => {
    withFiles({ 'a.yml': right, 'notes.md': BROKEN }, (folder) => {
      for (const name of ['deep/er', 'node_modules/x', '.git']) {
        mkdirSync(join(folder, name), { recursive: true });
        const text = name === 'deep/er' ? '{"apiVersion": "v1", "kind": "Secret"}' : BROKEN;
        writeFileSync(join(folder, name, 'b.json'), text);
      }
      symlinkSync('..', join(folder, 'deep/circle'));
      const answer = run(['lint', folder]);
      expect([answer.code, answer.err]).toEqual([0, '']);
      expect(summary(answer)).toContain('in 4 objects');
    });
  });

  test('is read once, however often it is named', () => {
    withFiles({ 'a.yaml': right }, (folder) => {
      symlinkSync('a.yaml', join(folder, 'b.yaml'));
      const answer = run(['lint', folder, join(folder, 'a.yaml'), join(folder, '.', 'a.yaml')]);
      expect(summary(answer)).toContain('in 3 objects');
    });
  });

  test('may be the UTF-16 of a Windows shell', () => {
    withFiles({}, (folder) => {
      const path = join(folder, 'a.yaml');
      writeFileSync(path, Buffer.from(`\uFEFF${right}`, 'utf16le'));
      expect(run(['lint', path]).code).toBe(0);
    });
  });

  test('holds one service for each cluster: each is judged by itself', () => {
    withFiles({ 'dev.yaml': right, 'prod.yaml': right }, (folder) => {
      const answer = run(['lint', folder]);
      expect(answer.code).toBe(0);
      expect(answer.out).toContain('2 groups of files were judged each by itself');
      expect(summary(answer)).toContain('judged 2 services and 2 scalers in 6 objects');
    });
  });
});

describe('the exit status', () => {
  test('is 1 where something breaks', () => {
    const { code, out, err } = run(['lint', '-'], firing);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^-:\d+:\d+ error R64 trigger-can-fire ScaledObject serving\/chat\n/);
    expect(out).toContain('\n1 error, 0 warnings; judged');
  });

  test('is 0 where something is only worth a warning', () => {
    const annotated = right.replace(
      'metadata:\n',
      'metadata:\n  annotations: { cdk8s-llm.dev/lint-ignore: "R64: long ago" }\n',
    );
    const { code, out } = run(['lint', '-'], annotated);
    expect(out).toContain('warning R0 suppression-has-reason Deployment serving/chat');
    expect(code).toBe(0);
  });

  test('is 2 where a file is no YAML, and the others are judged all the same', () => {
    withFiles({ 'a.yaml': BROKEN, 'b.yaml': firing }, (folder) => {
      const { code, out, err } = run(['lint', folder]);
      expect(code).toBe(2);
      expect(err).toMatch(/^\S+a\.yaml:2:\d+ error not YAML: [^\n]+\n$/);
      expect(out).toContain('error R64 trigger-can-fire');
    });
  });

  test('is 2 where a path leads nowhere', () => {
    expect(run(['lint', 'no/such', '-'], right)).toMatchObject({
      code: 2,
      err: 'no/such:1:1 error cannot be read: there is no such file or folder\n',
    });
  });

  test.each([
    ['nothing', ''],
    ['values', 'replicaCount: 2\nimage: { tag: v1 }\n'],
  ])('is 2 where only %s could be read, which is said aloud', (_, text) => {
    const { code, out } = run(['lint', '-'], text);
    expect(code).toBe(2);
    expect(out).toContain('nothing judged: no Kubernetes object was read');
  });

  test('is 0 where nothing serves a model, which is said aloud', () => {
    const { code, out } = run(['lint', '-'], '{apiVersion: v1, kind: ConfigMap}');
    expect(code).toBe(0);
    expect(out).toContain('judged 0 services and 0 scalers in 1 object: nothing here serves');
  });
});

describe('an option', () => {
  test('chooses the rules, one by one or by a set', () => {
    expect(run(['lint', '-', '--rules', 'R1,r2'], firing).code).toBe(0);
    expect(run(['lint', '-', '--rules', 'R1, R64'], firing).code).toBe(1);
    expect(run(['lint', '-', '--set', 'checklist', '--rules', 'R64'], firing).code).toBe(1);
  });

  test('gives facts of the site from a platform file, or says what is wrong with it', () => {
    withFiles({ 'site.yaml': 'gatewayTimeout: 300\n', 'fine.yaml': 'provider: aws' }, (folder) => {
      const refused = run(['lint', '-', '--platform', join(folder, 'site.yaml')], right);
      expect([refused.code, refused.out]).toEqual([2, '']);
      expect(refused.err).toContain("did you mean 'gatewayTimeoutSeconds'?");
      expect(run(['lint', '-', '--platform', join(folder, 'fine.yaml')], right).code).toBe(0);
    });
  });

  test.each(['json', 'sarif'])('--format %s keeps standard output for programs', (format) => {
    const { code, out, err } = run(['lint', '-', '--format', format], firing);
    expect(code).toBe(1);
    expect(JSON.stringify(JSON.parse(out))).toContain('"R64"');
    expect(err).toContain('1 error');
  });

  test('--format junit is XML', () => {
    expect(run(['lint', '-', '--format', 'junit'], firing).out).toMatch(/^<\?xml .*\n<testsuites /);
  });

  test('--checklist gives ten verdicts for each service in the place of findings', () => {
    const { code, out } = run(['lint', '-', '--checklist'], firing);
    expect(code).toBe(1);
    expect(out).toMatch(/^Deployment serving\/chat: \d+ pass, \d+ part, \d+ fail\n {3}1 /);
    expect(out.match(/^ +\d+ (pass|part|fail) \S/gm)).toHaveLength(10);
    const items = JSON.parse(run(['lint', '-', '--checklist', '--format', 'json'], firing).out);
    expect(items.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 1),
    );
  });

  test.each([
    [['--format', 'pdf'], "'--format' (pdf) must be one of text, json, sarif, junit\n"],
    [['--set', 'all'], "'--set' (all) must be one of checklist, security, gitops\n"],
    [
      ['--rules', 'R5,ratio'],
      "'--rules' (RATIO) must be ids of rules, separated by commas (such as R1, R2, R3, R4): docs/lint lists all\n",
    ],
    [['--checklist', '--rules', 'R5'], /^'--checklist' is judged by all rules .*\n$/],
    [['--checklist', '--format', 'sarif'], /^'--checklist' is judged by all rules .*\n$/],
    [['--fromat', 'json'], /'--fromat'/],
  ])('%j is refused in one line', (args, message) => {
    const { code, out, err } = run(['lint', '-', ...args], right);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

test('without a path it tells its options', () => {
  expect(run(['lint'])).toMatchObject({ code: 2, out: '' });
  expect(run(['lint']).err).toMatch(/^usage: cdk8s-llm lint PATH…/);
  expect(run(['lint', '--help'])).toMatchObject({ code: 0, err: '' });
});
