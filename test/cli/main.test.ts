import { chat70b } from '../plan/requests';
import { run } from './run';

const json = JSON.stringify(chat70b);

describe('arguments', () => {
  test('help is what the command can do, on standard output', () => {
    for (const flag of ['--help', '-h']) {
      const { code, out, err } = run([flag]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^usage: cdk8s-llm <verb>/);
      for (const verb of ['plan FILE', 'explain FILE [QUANTITY]']) expect(out).toContain(verb);
    }
  });

  test('the version is that of the package', () => {
    expect(run(['--version'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  test('no verb, or one that does not exist, is exit status 2 and the usage', () => {
    expect(run([])).toMatchObject({ code: 2, out: '' });
    expect(run([]).err).toMatch(/^usage:/);
    const { code, out, err } = run(['plann', '-'], json);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^unknown verb 'plann'\n\nusage:/);
    expect(run(['toString']).code).toBe(2);
  });

  test.each([
    [['plan'], 'expected FILE, got nothing\n'],
    [['plan', 'a', 'b'], 'expected FILE, got a b\n'],
    [['plan', '-', '--format', 'pdf'], "'--format' (pdf) must be one of table, markdown, json\n"],
    [['explain'], 'expected FILE [QUANTITY], got nothing\n'],
  ])('%j is refused in one line', (args, message) => {
    expect(run(args, json)).toEqual({ code: 2, out: '', err: message });
  });

  test('an unknown option is named', () => {
    const { code, err } = run(['plan', '-', '--fromat', 'json'], json);
    expect(code).toBe(2);
    expect(err).toBe(
      "'--fromat' is no option (nearest: --format): did you mean '--format'? See --help\n",
    );
    expect(run(['plan', '-', '-Z'], json).err).toBe(
      "'-Z' is no option (such as --format): see --help\n",
    );
    expect(run(['explain', '-', '--all'], json).err).toBe(
      "'--all' is no option, and there are none here: see --help\n",
    );
  });

  test('a verb that is asked for help gives the usage', () => {
    expect(run(['plan', '--help'])).toEqual(run(['--help']));
    expect(run(['explain', '-', '-h'])).toEqual(run(['--help']));
  });
});

test('a list without a request, and a file that the parser gives up on, are refused in one line', () => {
  const bomb = `a: &a [x]\nb: &b [${'*a,'.repeat(20)}]\nc: &c [${'*b,'.repeat(20)}]\nmodel: [${'*c,'.repeat(20)}]`;
  for (const text of ['[]', bomb, '['.repeat(20_000)]) {
    const { code, out, err } = run(['plan', '-'], text);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(/^'FILE' \("-"\) must be /);
    expect(err.trim().split('\n')).toHaveLength(1);
  }
});

describe('explain', () => {
  test('says where one number comes from', () => {
    expect(run(['explain', '-', '/fleet/replicasForObjectives'], json)).toEqual({
      code: 0,
      err: '',
      out: [
        '/fleet/replicasForObjectives = 6 replicas (derived)',
        '  100 / 17 requests/s, rounded up',
        '  no utilization factor and no percentage stacked: the rate holds the variance\n',
      ].join('\n'),
    });
  });

  test('says it of every number where none is asked for', () => {
    const { code, out } = run(['explain', '-'], json);
    expect(code).toBe(0);
    for (const quantity of ['/memory/kvCacheTokens', '/fleet/maxReplicas', '/drain/engineSeconds'])
      expect(out).toContain(`${quantity} = `);
  });

  test('says it of every request of a list', () => {
    const { out } = run(['explain', '-', '/fleet/minReplicas'], `[${json}, ${json}]`);
    expect(out.match(/minReplicas = 5 replicas/g)).toHaveLength(2);
  });

  test('shows the band of a number that has one', () => {
    const { out } = run(['explain', '-', '/replica/maxRequestsPerSecond'], json);
    expect(out).toContain('\n  between 13.6 and 21.3 requests/s\n');
  });

  test('names the nearest of an unknown quantity', () => {
    const { code, out, err } = run(['explain', '-', '/fleet/minReplica'], json);
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain("did you mean '/fleet/minReplicas'?");
  });

  test('refuses a request as plan does', () => {
    const { code, err } = run(['explain', '-', '/fleet/minReplicas'], '{"model": 7}');
    expect(code).toBe(2);
    expect(err).toContain("'/model' (7)");
  });
});
