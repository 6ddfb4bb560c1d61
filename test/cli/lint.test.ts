import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FIRING, RIGHT } from './manifests';
import { run, withFiles } from './run';

const BROKEN = 'kind: Deployment\n  name: x\n';

const summary = ({ out }: { out: string }) => out.trimEnd().split('\n').at(-1);

describe('what is read', () => {
  test('is a file, or standard input', () => {
    withFiles({ 'a.yaml': RIGHT }, (folder) => {
      for (const answer of [run(['lint', join(folder, 'a.yaml')]), run(['lint', '-'], RIGHT)]) {
        expect([answer.code, answer.err]).toEqual([0, '']);
        expect(summary(answer)).toBe(
          '0 errors, 0 warnings; judged 1 service and 1 scaler in 3 objects',
        );
      }
    });
  });

  test('is all YAML and JSON below a folder, but for dot folders and node_modules', () => {
    withFiles({ 'a.yml': RIGHT, 'notes.md': BROKEN }, (folder) => {
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
    withFiles({ 'a.yaml': RIGHT }, (folder) => {
      symlinkSync('a.yaml', join(folder, 'b.yaml'));
      const answer = run(['lint', folder, join(folder, 'a.yaml'), join(folder, '.', 'a.yaml')]);
      expect(summary(answer)).toContain('in 3 objects');
    });
  });

  test('may be the UTF-16 of a Windows shell', () => {
    withFiles({}, (folder) => {
      const path = join(folder, 'a.yaml');
      writeFileSync(path, Buffer.from(`\uFEFF${RIGHT}`, 'utf16le'));
      expect(run(['lint', path]).code).toBe(0);
    });
  });

  test('holds one service for each cluster: each is judged by itself', () => {
    withFiles({ 'dev.yaml': RIGHT, 'prod.yaml': RIGHT }, (folder) => {
      const answer = run(['lint', folder]);
      expect(answer.code).toBe(0);
      expect(answer.out).toContain('2 groups of files were judged each by itself');
      expect(summary(answer)).toContain('judged 2 services and 2 scalers in 6 objects');
    });
  });
});

describe('the exit status', () => {
  test('is 1 where something breaks', () => {
    const { code, out, err } = run(['lint', '-'], FIRING);
    expect([code, err]).toEqual([1, '']);
    expect(out).toMatch(/^-:\d+:\d+ error R64 trigger-can-fire ScaledObject serving\/chat\n/);
    expect(out).toContain('\n1 error, 0 warnings; judged');
  });

  test('is 0 where something is only worth a warning', () => {
    const annotated = RIGHT.replace(
      'metadata:\n',
      'metadata:\n  annotations: { cdk8s-llm.dev/lint-ignore: "R64: long ago" }\n',
    );
    const { code, out } = run(['lint', '-'], annotated);
    expect(out).toContain('warning R0 suppression-has-reason Deployment serving/chat');
    expect(code).toBe(0);
  });

  test('is 2 where a file is no YAML, and the others are judged all the same', () => {
    withFiles({ 'a.yaml': BROKEN, 'b.yaml': FIRING }, (folder) => {
      const { code, out, err } = run(['lint', folder]);
      expect(code).toBe(2);
      expect(err).toMatch(/^\S+a\.yaml:2:\d+ error not YAML: [^\n]+\n$/);
      expect(out).toContain('error R64 trigger-can-fire');
    });
  });

  test('is 2 where a file is no JSON', () => {
    withFiles({ 'a.json': '{"kind": ]' }, (folder) => {
      const { code, err } = run(['lint', folder]);
      expect(code).toBe(2);
      expect(err).toMatch(/a\.json:1:\d+ error not JSON: /);
    });
  });

  test('is 2 where a path leads nowhere', () => {
    expect(run(['lint', 'no/such', '-'], RIGHT)).toMatchObject({
      code: 2,
      err: 'no/such error cannot be read: there is no such file or folder: check the path; - reads standard input\n',
    });
  });

  test.each([
    ['nothing', ''],
    ['values', 'replicaCount: 2\nimage: { tag: v1 }\n'],
    ['a template', 'kind: Deployment\nspec: {{ .Values.spec }}\n'],
  ])('is 2 where only %s could be read, which is said aloud', (_, text) => {
    const { code, out } = run(['lint', '-'], text);
    expect(code).toBe(2);
    expect(out).toContain(
      'nothing judged: no Kubernetes object was read; give rendered manifests, such as the output of `helm template`',
    );
  });

  test('is 0 where nothing serves a model, which is said aloud', () => {
    const { code, out } = run(['lint', '-'], '{apiVersion: v1, kind: ConfigMap}');
    expect(code).toBe(0);
    expect(out).toContain(
      'judged 0 services and 0 scalers in 1 object: nothing that a rule reads serves',
    );
  });
});

test('findings end with the address of the rules, once', () => {
  const address = 'https://github.com/cdk8s-llm/cdk8s-llm/tree/main/docs/lint';
  const { out } = run(['lint', '-'], FIRING);
  expect(out.split(address)).toEqual([expect.anything(), '\n']);
  expect(run(['lint', '-'], RIGHT).out).not.toContain(address);
});

describe('an option', () => {
  test('chooses the rules, one by one or by a set', () => {
    expect(run(['lint', '-', '--rules', 'R1,r2'], FIRING).code).toBe(0);
    expect(run(['lint', '-', '--rules', 'R1, R64'], FIRING).code).toBe(1);
    expect(run(['lint', '-', '--rules', 'trigger-can-fire'], FIRING).code).toBe(1);
    expect(run(['lint', '-', '--set', 'checklist', '--rules', 'R64'], FIRING).code).toBe(1);
  });

  test('gives facts of the site from a platform file, or says what is wrong with it', () => {
    withFiles({ 'site.yaml': 'gatewayTimeout: 300\n', 'fine.yaml': 'provider: aws' }, (folder) => {
      const refused = run(['lint', '-', '--platform', join(folder, 'site.yaml')], RIGHT);
      expect([refused.code, refused.out]).toEqual([2, '']);
      expect(refused.err).toContain("did you mean 'gatewayTimeoutSeconds'?");
      expect(run(['lint', '-', '--platform', join(folder, 'fine.yaml')], RIGHT).code).toBe(0);
    });
  });

  test.each(['json', 'sarif'])('--format %s keeps standard output for programs', (format) => {
    const { code, out, err } = run(['lint', '-', '--format', format], FIRING);
    expect(code).toBe(1);
    expect(JSON.stringify(JSON.parse(out))).toContain('"R64"');
    expect(err).toContain('1 error');
  });

  test('--format junit is XML', () => {
    expect(run(['lint', '-', '--format', 'junit'], FIRING).out).toMatch(/^<\?xml .*\n<testsuites /);
  });

  test('--checklist gives ten verdicts for each service in the place of findings', () => {
    const { code, out } = run(['lint', '-', '--checklist'], FIRING);
    expect(code).toBe(1);
    expect(out).toMatch(/^Deployment serving\/chat: \d+ pass, \d+ part, \d+ fail\n {3}1 /);
    expect(out.match(/^ +\d+ (pass|part|fail) \S/gm)).toHaveLength(10);
    const items = JSON.parse(run(['lint', '-', '--checklist', '--format', 'json'], FIRING).out);
    expect(items.map(({ number }: { number: number }) => number)).toEqual(
      Array.from({ length: 10 }, (_, i) => i + 1),
    );
  });

  test('--checklist too exits by findings of severity error, and says how to see them', () => {
    const annotated = RIGHT.replace(
      'metadata:\n',
      'metadata:\n  annotations: { cdk8s-llm.dev/lint-ignore: "R64: long ago" }\n',
    );
    const { code, out } = run(['lint', '-', '--checklist'], annotated);
    expect(out).toMatch(/^ +\d+ fail /m);
    expect(out).toContain(
      '0 errors, 1 warning; judged 1 service and 1 scaler in 3 objects\n`cdk8s-llm lint` without `--checklist` shows',
    );
    expect(code).toBe(0);
    expect(run(['lint', '-', '--checklist'], RIGHT).out).not.toContain('without `--checklist`');
  });

  test.each([
    [['--format', 'pdf'], "'--format' (pdf) must be one of text, json, sarif, junit\n"],
    [['--set', 'all'], "'--set' (all) must be one of checklist, security, gitops\n"],
    [
      ['--rules', 'R5,ratio'],
      /^'--rules' \(ratio\) must be ids or names of rules, separated by commas \(nearest: ratio-needs-value\b.*\): did you mean 'ratio-needs-value'\?\n$/,
    ],
    [
      ['--rules', 'Ω'],
      /^'--rules' \(Ω\) must be .*: https:\/\/github\.com\/cdk8s-llm\/cdk8s-llm\/tree\/main\/docs\/lint lists all\n$/,
    ],
    [['--rules', 'R1,r0'], /^'--rules' \(r0\) must be .*: R0 always judges .*\n$/],
    [['--rules', 'suppression-has-reason'], /^'--rules' .* R0 always judges .*\n$/],
    [['--checklist', '--rules', 'R5'], /^'--checklist' is judged by all rules .*\n$/],
    [['--checklist', '--format', 'sarif'], /^'--checklist' is judged by all rules .*\n$/],
    [
      ['--fromat', 'json'],
      "'--fromat' is no option (nearest: --format): did you mean '--format'? See --help\n",
    ],
    [['--format'], "'--format' needs a value: --help shows which\n"],
    [['--platform', '--checklist'], "'--platform' needs a value: --help shows which\n"],
    [['--checklist=yes'], "'--checklist' takes no value: leave 'yes' out\n"],
  ])('%j is refused in one line', (args, message) => {
    const { code, out, err } = run(['lint', '-', ...args], RIGHT);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(message);
  });
});

test('without a path it tells its options', () => {
  expect(run(['lint'])).toMatchObject({ code: 2, out: '' });
  expect(run(['lint']).err).toMatch(/^usage: cdk8s-llm lint PATH…/);
  expect(run(['lint', '--help'])).toMatchObject({ code: 0, err: '' });
  expect(run(['lint', '-', '-h'])).toMatchObject({ code: 0, err: '' });
});
