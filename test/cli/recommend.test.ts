import { stringify } from 'yaml';
import { recommendFor } from '../../src/plan/recommend';
import { chat70b } from '../plan/requests';
import { run } from './run';

const { accelerator: _, parallelism: __, ...open } = chat70b;
const json = JSON.stringify(open);

describe('recommend', () => {
  test('prints the cheapest for people, with what the others lost by', () => {
    const { code, out, err } = run(['recommend', '-'], stringify(open));
    expect([code, err]).toEqual([0, '']);
    const lines = out.split('\n');
    expect(lines[0]).toBe('chat: meta-llama/Llama-3.3-70B-Instruct');
    expect(lines[2]).toMatch(/^ # {2}choice +format +layout +replicas +GPUs +USD\/h +mean /);
    expect(lines.filter((line) => /^ ?\d+ {2}\S+ × \d/.test(line))).toHaveLength(10);
    expect(out).toMatch(/^and \d+ more that fit: --format markdown or json has all$/m);
    expect(out).toMatch(/^Twice the traffic: \d+ to \d+ replicas and \d+ to \d+ GPUs at the peak/m);
    expect(out).toMatch(/^ {2}· L4 × \d on \S+, \w+: (does not fit|misses the objectives)/m);
  });

  test('prints all of them as Markdown', () => {
    const { code, out } = run(['recommend', '-', '--format', 'markdown'], json);
    expect(code).toBe(0);
    const plans = recommendFor(open);
    expect(out.match(/^\| \d+ \|/gm)).toHaveLength(plans.length);
    expect(out).toContain(`## What lost\n\n- ${plans[1].choice.accelerator} × `);
  });

  test('prints the list of plans as JSON', () => {
    const { code, out } = run(['recommend', '-', '--format', 'json'], json);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(recommendFor(open))));
  });

  test('gives a list of lists for a list, with a refusal in its place and exit status 2', () => {
    const requests = [{ ...open, accelerator: 'H100' }, { model: 'nope/none' }];
    const { code, out } = run(['recommend', '-', '--format', 'json'], JSON.stringify(requests));
    expect(code).toBe(2);
    const [plans, refused] = JSON.parse(out);
    expect(plans[0].choice.accelerator).toBe('H100-SXM');
    expect(refused.error.violations).toMatchObject([{ path: '/model', value: 'nope/none' }]);
  });

  test('says what would make it fit where nothing does', () => {
    const request = { model: 'deepseek-ai/DeepSeek-V3', node: 'aws/g6.xlarge' };
    const texts = ['table', 'markdown'].map(
      (format) => run(['recommend', '-', '--format', format], JSON.stringify(request)).out,
    );
    expect(texts[0]).toMatch(/^NOTHING FITS: the closest lacks [\d.]+ GiB a GPU; \S/m);
    expect(texts[1]).toMatch(/^\*\*Nothing fits\*\*: the closest lacks [\d.]+ GiB a GPU; \S/m);
  });

  test('compares replicas where there is no traffic', () => {
    const { out } = run(['recommend', '-'], JSON.stringify({ model: 'Qwen/Qwen3-8B' }));
    expect(out).toMatch(/^ # {2}choice +format +layout +GPUs +USD\/h +KV tokens +contexts/m);
    expect(out).not.toContain('Twice the traffic');
  });
});
