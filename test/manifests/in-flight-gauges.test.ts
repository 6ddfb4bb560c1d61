import { drainScript } from '../../src/manifests/scripts/drain';
import { groupLivenessScript } from '../../src/manifests/scripts/group-liveness';
import { capture, measuredVersions, scrapeOf } from '../engines/vllm/captures';
import sigterm from '../fixtures/real-engine/sigterm.json';

/**
 * The expression of a script for the gauges that it asks for. Python's `re.M` and the flag `m`
 * agree on every part of it, so that no interpreter is needed.
 */
function gaugesOf(script: string): RegExp {
  const built = /re\.findall\(r"(.+)" \+ names \+ r"(.+)", text, re\.M\)/.exec(script);
  const [, names] = /in_flight\("([a-z|]+)"/.exec(script) ?? [];
  if (!built || names === undefined) throw new Error('the script builds its expression otherwise');
  return new RegExp(`${built[1]}${names}${built[2]}`, 'gm');
}

const read = (script: string, text: string) =>
  [...text.matchAll(gaugesOf(script))].map(([line, value]) => ({
    name: line.split('{')[0],
    value: Number(value),
  }));

const both = (running: number, waiting: number) => [
  { name: 'vllm:num_requests_running', value: running },
  { name: 'vllm:num_requests_waiting', value: waiting },
];

describe('the preStop hook', () => {
  test.each(measuredVersions)('reads two gauges at 0 from an idle server of %s', (version) => {
    expect(read(drainScript, scrapeOf(version))).toEqual(both(0, 0));
  });

  test('reads 4 running and 12 waiting requests, and neither the reasons of waiting nor histograms', () => {
    const busy = capture('metrics-0.32.0-under-load.txt');
    expect(busy).toContain(
      'vllm:num_requests_waiting_by_reason{engine="0",model_name="m",reason="capacity"} 12.0',
    );
    expect(read(drainScript, busy)).toEqual(both(4, 12));
  });

  test.each([
    ['0.11.2', null, 2, 0],
    ['0.18.1', null, 4, 1],
    ['0.18.1', 60, 4, 1],
    ['0.21.0', 60, 4, 1],
    ['0.24.0', 60, 4, 1],
    ['0.28.0', null, 1, 0],
    ['0.28.0', 60, 4, 1],
    ['0.30.0', 60, 4, 1],
  ])(
    'counts requests of %s with a timeout of %p once: %d running, %d waiting',
    (version, timeout, running, waiting) => {
      const { gauges = [] } =
        sigterm.runs.find(
          (run) => run.version === version && run.shutdownTimeoutSeconds === timeout,
        ) ?? {};
      expect(read(drainScript, gauges.join('\n'))).toEqual(both(running, waiting));
    },
  );

  test('sums the ranks of a data-parallel pod', () => {
    const [running, waiting] = both(4, 12).map(({ name, value }) =>
      ['0', '1'].map((rank) => `${name}{engine="${rank}",model_name="m"} ${value}.0`),
    );
    const values = read(drainScript, [...running, ...waiting].join('\n')).map(({ value }) => value);
    expect(values).toEqual([4, 4, 12, 12]);
  });
});

test('the liveness probe of a group reads the running requests alone', () => {
  const busy = capture('metrics-0.32.0-under-load.txt');
  expect(read(groupLivenessScript, busy)).toEqual(both(4, 12).slice(0, 1));
});
