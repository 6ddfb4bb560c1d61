import { join } from 'node:path';
// Not among what the package exports.
import { ValidationContext } from '../../node_modules/cdk8s-cli/lib/plugins/validation';
import { LintValidation } from '../../src';
import { FIRING, RIGHT } from './manifests';
import { withFiles } from './run';

/** What the cdk8s CLI tells of files that it has synthesized. */
async function reported(files: Record<string, string>, properties = {}, metadata = {}) {
  let validated: Promise<void> | undefined;
  const context = withFiles(files, (folder) => {
    const paths = Object.keys(files).map((name) => join(folder, name));
    const made = new ValidationContext(paths, 'cdk8s-llm', '1.2.3', metadata, false);
    validated = new LintValidation(properties).validate(made);
    return made;
  });
  await validated;
  return context.report;
}

describe('the plugin of cdk8s synth', () => {
  test('fails it by findings of severity error, with construct, place, numbers and fix', async () => {
    const named = FIRING.replace(/(kind: ScaledObject\nmetadata:\n {2}name: )\S+/, '$1scaler');
    const metadata = { scaler: { path: 'app/serving/scaler' } };
    const report = await reported({ 'chat.k8s.yaml': named }, {}, metadata);
    expect(report.success).toBe(false);
    const [violation] = report.toJson().violations;
    expect(violation).toMatchObject({
      ruleName: 'R64 trigger-can-fire',
      recommendation: expect.stringMatching(
        /^ScaledObject serving\/scaler \/spec\/triggers\/0\/metadata\/threshold: .*asks for/,
      ),
      fix: expect.stringContaining('write a threshold'),
    });
    expect(violation.violatingConstructs).toEqual([
      {
        resourceName: 'scaler',
        constructPath: 'app/serving/scaler',
        manifestPath: expect.stringMatching(/chat\.k8s\.yaml$/),
        locations: [
          expect.stringMatching(/^\/spec\/triggers\/0\/metadata\/threshold \(\d+:\d+\)$/),
        ],
      },
    ]);
    expect(report.toString()).toContain('Services │ 1');
  });

  test('names no construct where several objects have the name, which is all that the CLI looks at', async () => {
    const metadata = { chat: { path: 'app/serving/chat' } };
    const report = await reported({ 'chat.k8s.yaml': FIRING }, {}, metadata);
    const [{ recommendation, violatingConstructs }] = report.toJson().violations;
    expect(recommendation).toMatch(/^ScaledObject serving\/chat \/spec\/triggers/);
    expect(violatingConstructs).toMatchObject([
      { resourceName: 'ScaledObject serving/chat', constructPath: undefined },
    ]);
  });

  test('tells the rest without failing', async () => {
    const stale = RIGHT.replace(
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
