import { drainBehaviour, teardownSeconds } from '../../../src/engines/vllm/drain';
import { flagWorks, hasFlag } from '../../../src/engines/vllm/flags';
import sigterm from '../../fixtures/real-engine/sigterm.json';
import { measuredVersions } from './captures';

test.each([
  ['0.11.2', 'poll-only', true, true],
  ['0.17.1', 'poll-only', true, true],
  ['0.18.1', 'poll-only', true, false],
  ['0.20.2', 'poll-only', true, false],
  ['0.21.0', 'flag', true, false],
  ['0.24.0', 'flag', true, true],
  ['0.27.0', 'flag', true, true],
  ['0.28.0', 'flag', false, true],
  ['0.32.0', 'flag', false, true],
])('%s drains by %s', (version, mode, portClosesAtOnce, hangsWithoutFlag) => {
  expect(drainBehaviour(version)).toMatchObject({ mode, portClosesAtOnce, hangsWithoutFlag });
});

test('a version nobody can read is drained by polling, which always works', () => {
  expect(drainBehaviour('nightly').mode).toBe('poll-only');
});

interface Run {
  readonly version: string;
  readonly shutdownTimeoutSeconds: number | null;
  readonly streams: readonly Stream[];
  readonly newRequests: readonly {
    readonly status: number | string;
    readonly finishReason?: string;
    readonly text?: string;
  }[];
  readonly portRefusedSeconds: number;
  /** Nothing where it still ran when nobody watched any more. */
  readonly exitSeconds: number | null;
  readonly exitAfterClientsLeftSeconds?: number;
}

interface Stream {
  readonly lastTokenSeconds: number | null;
  readonly finishReason: string | null;
  readonly end: string;
}

const runs: readonly Run[] = sigterm.runs;
const runOf = (version: string, timeout: number | null): Run | undefined =>
  runs.find((run) => run.version === version && run.shutdownTimeoutSeconds === timeout);

/** What became of a stream: whether it is whole, and whether its client learnt that it is not. */
function fateOf({ finishReason, end }: Stream): string {
  if (end === 'open') return 'frozen';
  if (end === 'closed') return 'cut';
  return finishReason === 'length' ? 'whole' : 'aborted';
}
const fates = ({ streams }: Run) => [...new Set(streams.map(fateOf))];
const lastToken = ({ streams }: Run) =>
  Math.max(...streams.map(({ lastTokenSeconds }) => lastTokenSeconds ?? 0));

describe.each(measuredVersions)('SIGTERM to a server of %s with streams in flight', (version) => {
  const row = drainBehaviour(version);
  const usual = runOf(version, null) as Run;
  const drained = runOf(version, 60);

  test('loses every stream without the flag: they freeze and it hangs, or they are aborted', () => {
    expect(fates(usual)).toEqual(row.hangsWithoutFlag ? ['frozen'] : ['aborted']);
    expect(usual.exitSeconds === null).toBe(row.hangsWithoutFlag);
  });

  test('is followed by a drain exactly where the row says that the flag does', () => {
    expect(drained !== undefined).toBe(hasFlag('--shutdown-timeout', version));
    const beforeTime = (drained?.streams ?? []).filter(
      (stream) => fateOf(stream) !== 'whole' && (stream.lastTokenSeconds ?? 0) < 59.9,
    );
    const drains = drained !== undefined && beforeTime.length === 0;
    expect(drains ? 'flag' : 'poll-only').toBe(row.mode);
    expect(flagWorks('--shutdown-timeout', version)).toBe(row.mode === 'flag');
  });

  test('closes the port at once exactly where the row says so', () => {
    const run = row.mode === 'flag' && drained ? drained : usual;
    expect(run.portRefusedSeconds < 1).toBe(row.portClosesAtOnce);
    if (!row.portClosesAtOnce) expect(run.portRefusedSeconds).toBeGreaterThan(lastToken(run));
  });

  test('leaves new requests refused, or answered with an error or an empty success', () => {
    const answers = runs
      .filter((run) => run.version === version && run.shutdownTimeoutSeconds !== null)
      .flatMap(({ newRequests }) => newRequests)
      .map(({ status, finishReason, text }) =>
        status === 200 ? `${finishReason} '${text}'` : status,
      );
    const lost = row.portClosesAtOnce ? ['refused'] : [500, "abort ''"];
    expect(answers.filter((answer) => !lost.includes(answer))).toEqual([]);
    if (row.mode === 'flag') expect(answers.length).toBeGreaterThan(0);
  });

  test('ends the process after its last token within the teardown of the row', () => {
    const exits = runs
      .filter((run) => run.version === version)
      .flatMap((run) => [
        run.exitSeconds === null ? [] : [run.exitSeconds - lastToken(run)],
        run.exitAfterClientsLeftSeconds ?? [],
      ])
      .flat();
    expect(exits.length).toBeGreaterThan(0);
    expect(Math.max(...exits)).toBeLessThanOrEqual(row.teardownSeconds);
  });
});

test('streams that outlast the timeout are frozen at its end, and the server hangs', () => {
  for (const [version, timeout] of [
    ['0.30.0', 60],
    ['0.32.0', 3],
  ] as const) {
    const run = runOf(version, timeout) as Run;
    const frozen = run.streams.filter((stream) => fateOf(stream) === 'frozen');
    expect(frozen.length).toBeGreaterThan(0);
    expect(Math.abs(lastToken({ ...run, streams: frozen }) - timeout)).toBeLessThan(0.1);
    expect(run.exitSeconds).toBeNull();
  }
});

test.each([
  ['0.32.0', 1, 5],
  ['0.32.0', 5, 9],
  ['0.32.0', 60, 10],
  ['0.32.0', undefined, 10],
  ['0.24.0', 1, 5],
  ['0.21.0', 1, 6],
])('the end of %s, whose workers are given %s s, takes %i s', (version, workers, seconds) => {
  expect(teardownSeconds(version, workers)).toBe(seconds);
});
