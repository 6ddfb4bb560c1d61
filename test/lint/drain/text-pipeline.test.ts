import { idleGaugeLines } from '../../../src/lint/drain/gauge-lines';
import { valuesRead } from '../../../src/lint/drain/text-pipeline';
import type { EngineView } from '../../../src/lint/view/engine-view';

const lines = (version: string, data = 1): readonly string[] =>
  idleGaugeLines({ version, data } as EngineView);

test('an idle server writes a line a reason from 0.21 on, and one for each rank', () => {
  const samples = (version: string, data = 1): number =>
    lines(version, data).filter((line) => !line.startsWith('#')).length;
  expect([samples('0.18.1'), samples('0.21.0'), samples('0.32.0', 8)]).toEqual([2, 4, 32]);
});

test.each([
  ["grep 'vllm:num_requests_waiting' | grep -v '#' | awk '{print $2}'", ['0.0', '0.0', '0.0']],
  ["grep '^vllm:num_requests_waiting{' | awk '{print $2}'", ['0.0']],
  ['grep "^vllm:num_requests_waiting{" | cut -d" " -f2', ['0.0']],
  ["grep -E '^vllm:num_requests_(running|waiting)[{]' | awk '{s+=$2} END {print s}'", ['0']],
  ["awk '/^vllm:num_requests_waiting/ {print $2}'", ['0.0', '0.0', '0.0']],
  ["awk '/^vllm:num_requests_waiting[{]/ {print int($2)}'", ['0']],
  ["grep -o 'num_requests_running{[^}]*} [0-9.]*' | awk '{print $NF}'", ['0.0']],
  ["egrep 'num_requests_waiting' | grep -v _by_reason | grep -v '^#' | sort -u | wc", undefined],
  ["grep -F 'num_requests_waiting{' | tail -1 | tr -d x", [expect.stringMatching(/ 0\.0$/)]],
  ["grep -q 'num_requests_running{.*} 0.0'", undefined],
  ["python3 -c 'import sys'", undefined],
])('%s', (pipeline, values) => {
  expect(valuesRead(`curl -s localhost:8000/metrics | ${pipeline}`, lines('0.24.0'))).toEqual(
    values,
  );
});

test('a pattern that takes for ever elsewhere takes none here', () => {
  const began = Date.now();
  valuesRead("grep -E '((num_requests|[a-z_]*)*)*#$'", lines('0.32.0', 64));
  expect(Date.now() - began).toBeLessThan(1000);
});

test('a pattern that is none is not guessed at', () => {
  expect(valuesRead("grep -P '(num_requests_waiting'", lines('0.24.0'))).toBeUndefined();
});
