import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
// Not among what the package exports.
import { ValidationContext } from '../../node_modules/cdk8s-cli/lib/plugins/validation';
import { LintValidation } from '../../src';
import { withFiles } from './run';

const fixture = (name: string) =>
  readFileSync(resolve(__dirname, '../lint/rules/R64-trigger-can-fire', `${name}.yaml`), 'utf8');

/** What the cdk8s CLI tells of files that it has synthesized. */
async function reported(files: Record<string, string>, properties = {}) {
  let validated: Promise<void> | undefined;
  const context = withFiles(files, (folder) => {
    const paths = Object.keys(files).map((name) => join(folder, name));
    const metadata = { chat: { path: 'app/serving/chat' } };
    const made = new ValidationContext(paths, 'cdk8s-llm', '1.2.3', metadata, false);
    validated = new LintValidation(properties).validate(made);
    return made;
  });
  await validated;
  return context.report;
}

describe('the plugin of cdk8s synth', () => {
  test('fails it by findings of severity error, with construct, place, numbers and fix', async () => {
    const report = await reported({ 'chat.k8s.yaml': fixture('firing') });
    expect(report.success).toBe(false);
    const [violation] = report.toJson().violations;
    expect(violation).toMatchObject({
      ruleName: 'R64 trigger-can-fire',
      recommendation: expect.stringContaining('asks for'),
      fix: expect.stringContaining('set the threshold'),
    });
    expect(violation.violatingConstructs).toEqual([
      {
        resourceName: 'chat',
        constructPath: 'app/serving/chat',
        manifestPath: expect.stringMatching(/chat\.k8s\.yaml$/),
        locations: [
          expect.stringMatching(/^\/spec\/triggers\/0\/metadata\/threshold \(\d+:\d+\)$/),
        ],
      },
    ]);
    expect(report.toString()).toContain('Services │ 1');
  });

  test('tells the rest without failing', async () => {
    const stale = fixture('twin').replace(
      'metadata:\n',
      'metadata:\n  annotations: { cdk8s-llm.dev/lint-ignore: "R64: long ago" }\n',
    );
    const report = await reported({ 'chat.k8s.yaml': stale });
    expect(report.success).toBe(true);
    expect(report.toJson().violations.map(({ ruleName }) => ruleName)).toEqual([
      'R0 suppression-has-reason, warning only',
    ]);
  });

  test('fails where a file is no YAML', async () => {
    const report = await reported({ 'chat.k8s.yaml': 'kind: A\n  name: b\n' });
    expect(report.success).toBe(false);
    expect(report.toJson().violations[0]).toMatchObject({ ruleName: 'readable' });
  });

  test('knows one property, and refuses what else is asked of it', async () => {
    await withFiles({ 'site.yaml': 'provider: nowhere' }, (folder) =>
      expect(reported({}, { platform: join(folder, 'site.yaml') })).rejects.toThrow('/provider'),
    );
    expect(() => new LintValidation({ platfrom: 'site.yaml' } as never)).toThrow(
      /^LintValidation is refused:\n'properties\.platfrom' \("site\.yaml"\) must be left out/,
    );
  });
});
