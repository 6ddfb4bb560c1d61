import { join } from 'node:path';
import { stringify } from 'yaml';
import { chat, chat70b, must } from '../plan/requests';
import { run, withFiles } from './run';

const json = JSON.stringify(chat70b);
const wrong = { ...chat70b, parallelism: { tensor: 6 } };

describe('plan', () => {
  test('prints a table for people', () => {
    const { code, out, err } = run(['plan', '-'], json);
    expect([code, err]).toEqual([0, '']);
    const [title] = out.split('\n');
    expect(title).toBe(
      'chat: meta-llama/Llama-3.3-70B-Instruct, bf16, H100-SXM × 8 on aws/p5.48xlarge',
    );
    expect(out).toMatch(/^replicas at the peak +6 {2}100 \/ 17 requests\/s, rounded up$/m);
  });

  test('prints Markdown for reviews', () => {
    const { code, out } = run(['plan', '-', '--format', 'markdown'], json);
    expect(code).toBe(0);
    expect(out).toMatch(/^# chat: meta-llama\/Llama-3.3-70B-Instruct\n/);
    expect(out).toContain('| replicas at the peak | 6 | 100 / 17 requests/s, rounded up |\n');
  });

  test('prints the whole answer as JSON for tools', () => {
    const { code, out } = run(['plan', '-', '--format=json'], json);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(chat())));
  });

  test('reads YAML and JSON, files and standard input alike', () => {
    const files = { 'chat.yaml': stringify(chat70b), 'chat.json': json };
    const outs = withFiles(files, (folder) => [
      run(['plan', join(folder, 'chat.yaml'), '--format', 'json']).out,
      run(['plan', join(folder, 'chat.json'), '--format', 'json']).out,
      run(['plan', '-', '--format', 'json'], stringify(chat70b)).out,
    ]);
    expect(new Set(outs).size).toBe(1);
    expect(JSON.parse(outs[0]).name).toBe('chat');
  });
});

describe('a list of requests', () => {
  const { code, out } = run(
    ['plan', '-', '--format', 'json'],
    JSON.stringify([chat70b, wrong, chat70b]),
  );

  test('gives a list of answers, with a refusal in its place and exit status 2', () => {
    expect(code).toBe(2);
    const [first, second, third] = JSON.parse(out);
    expect(first).toEqual(third);
    expect(must(first.fleet).replicasForObjectives).toBe(6);
    expect(Object.keys(second)).toEqual(['error']);
    const [violation, ...others] = second.error.violations;
    expect(Object.keys(violation)).toEqual(['path', 'value', 'allowed', 'fix']);
    expect([violation.path, violation.value]).toEqual(['/parallelism/tensor', 6]);
    expect(others).toEqual([]);
  });

  test('of one stays a list, and a lone request is no list', () => {
    expect(
      JSON.parse(run(['plan', '-', '--format', 'json'], JSON.stringify([chat70b])).out),
    ).toHaveLength(1);
    expect(
      JSON.parse(run(['plan', '-', '--format', 'json'], JSON.stringify(wrong)).out),
    ).toHaveProperty('error');
  });

  test('in a table says which request is refused, and shows the others', () => {
    const each = run(['plan', '-'], JSON.stringify([chat70b, wrong]));
    expect(each.code).toBe(2);
    expect(each.out).toContain('chat: meta-llama');
    expect(each.err).toMatch(/^request 2: '\/parallelism\/tensor' \(6\) must be one of 1, 2, 4, 8/);
  });

  test('may hold what is no request at all', () => {
    const each = run(['plan', '-', '--format', 'json'], '[7, null]');
    expect(each.code).toBe(2);
    expect(JSON.parse(each.out)).toHaveLength(2);
  });
});

describe('a model given by path', () => {
  const config = {
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 12,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    vocab_size: 32000,
    max_position_embeddings: 8192,
  };
  const request = { name: 'own', model: 'config.json', accelerator: 'L4' };
  const planned = (model: string) =>
    withFiles(
      { 'config.json': JSON.stringify(config), 'plan.yaml': stringify({ ...request, model }) },
      (folder) => run(['plan', join(folder, 'plan.yaml'), '--format', 'json']),
    );

  test('is meant from where the request lies', () => {
    const { code, out } = planned('config.json');
    expect(code).toBe(0);
    // 12 layers of 4 heads of 64, keys and values in bf16.
    expect(JSON.parse(out).memory.kvBytesPerTokenPerGpu).toBe(12 * 4 * 64 * 2 * 2);
  });

  test('that leads nowhere is refused', () => {
    const { code, out } = planned('nowhere.json');
    expect(code).toBe(2);
    expect(JSON.parse(out).error.violations).toHaveLength(1);
  });
});

describe('what cannot be read', () => {
  test('as YAML names file, line and column, without a stack trace', () => {
    const broken = 'model: x\ntraffic: {a: 1\nname: y\n';
    const { code, out, err } = withFiles({ 'bad.yaml': broken }, (folder) =>
      run(['plan', join(folder, 'bad.yaml')]),
    );
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      /^'FILE' \(".*bad\.yaml"\) must be YAML or JSON: .* at line \d+, column \d+\n$/,
    );
  });

  test('twice the same key is not YAML', () => {
    const { code, err } = run(['plan', '-'], 'name: a\nname: b\n');
    expect(code).toBe(2);
    expect(err).toContain('line 2');
  });

  test('because it is not there says so', () => {
    const { code, err } = run(['plan', 'no/such/file.yaml']);
    expect(code).toBe(2);
    expect(err).toBe(
      '\'FILE\' ("no/such/file.yaml") must be the path of a readable file: check the path; - reads standard input\n',
    );
  });

  test('because it is empty is refused like any other', () => {
    const { code, err } = run(['plan', '-'], '');
    expect(code).toBe(2);
    expect(err).toContain("start with 'model: <Hugging Face id>'");
  });
});

describe('a trace of the traffic', () => {
  const rows = Array.from({ length: 30 }, (_, i) => `${i * 60},${10 + i}`);
  const trace = ['seconds,requestsPerSecond', ...rows].join('\n');
  const planned = (history: string) =>
    withFiles(
      {
        'trace.csv': trace,
        'broken.csv': `${trace}\n1800,many\n`,
        'plan.yaml': stringify({ model: 'Qwen/Qwen3-8B', accelerator: 'L4', traffic: { history } }),
      },
      (folder) => run(['plan', join(folder, 'plan.yaml'), '--format', 'json']),
    );

  test('is looked up beside the request, and gives the same plan in every folder', () => {
    const { code, out } = planned('trace.csv');
    expect(code).toBe(0);
    const { evidence, inputsHash } = JSON.parse(out);
    const peak = evidence.find(
      ({ quantity }: { quantity: string }) => quantity === '/traffic/peakRequestsPerSecond',
    );
    expect(peak).toMatchObject({ value: 39, kind: 'measured', source: 'trace.csv' });
    expect(JSON.parse(planned('trace.csv').out).inputsHash).toBe(inputsHash);
  });

  test('that is broken or missing is refused in its place', () => {
    const { code, out } = planned('broken.csv');
    expect(code).toBe(2);
    expect(JSON.parse(out).error.violations).toMatchObject([
      { path: '/traffic/history', value: 'broken.csv:32', fix: 'it says "many"' },
    ]);
    expect(JSON.parse(planned('none.csv').out).error.violations).toMatchObject([
      { path: '/traffic/history', allowed: 'the path of a readable file' },
    ]);
  });
});
