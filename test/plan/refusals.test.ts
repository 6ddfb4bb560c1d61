import { badRequests, floor } from './bad-requests';
import { chat70b, refusals } from './requests';

const { traffic } = chat70b;

describe.each(badRequests)('%s', (_title, change, expected, advice) => {
  const [violation, ...others] = refusals({ ...chat70b, ...change });

  test('is refused with its place, value, range and next step', () => {
    expect(violation).toMatchObject(expected);
    expect('value' in violation).toBe(true);
    expect(violation.allowed).not.toBe('');
    expect(violation.fix).not.toBe('');
    expect(others).toEqual([]);
  });

  test('is planned once the advice is taken', () => {
    const advised = JSON.parse(JSON.stringify({ ...chat70b, ...change, ...advice }));
    expect(refusals(advised)).toEqual([]);
  });
});

test('an unknown model names the nearest of the catalogue', () => {
  const [{ allowed, fix }] = refusals({ ...chat70b, model: '70b' });
  expect(allowed).toMatch(/^a catalogue id \(nearest: .*70B/);
  expect(fix).toContain('measured.maxRequestsPerSecond');
});

test('a request that names no accelerator and no node is told to', () => {
  const [{ path, fix }] = refusals({ model: chat70b.model });
  expect([path, fix]).toEqual(['/accelerator', 'give an id such as H100-SXM']);
});

test('what is wrong is reported at once, in the schema and in sense', () => {
  const request = {
    ...chat70b,
    accelerator: 'H100-SMX',
    trafic: {},
    traffic: { ...traffic, meanRequestsPerSecond: 200 },
    engine: { maxNumSeqs: '600' },
    parallelism: { tensor: 6 },
    scaling: { floors: [{ ...floor, end: floor.start }] },
    pins: [{ quantity: '/fleet/replicas', value: 3, because: 'why not' }],
  };
  expect(
    refusals(request)
      .map(({ path }) => path)
      .sort(),
  ).toEqual([
    '/accelerator',
    '/engine/maxNumSeqs',
    '/parallelism/tensor',
    '/pins/0/quantity',
    '/scaling/floors/0/end',
    '/traffic/meanRequestsPerSecond',
    '/trafic',
  ]);
});

test.each([[null], [[]], ['chat'], [7]])('%j is no request', (value) => {
  expect(refusals(value)).toEqual([
    {
      path: '',
      value,
      allowed: 'a mapping (cdk8s-llm plan request, version 1)',
      fix: "start with 'model: <Hugging Face id>'",
    },
  ]);
});

describe('a model configuration', () => {
  const config = {
    model_type: 'llama',
    hidden_size: 1024,
    intermediate_size: 4096,
    num_hidden_layers: 12,
    num_attention_heads: 16,
    num_key_value_heads: 4,
    vocab_size: 512,
    max_position_embeddings: 8192,
  };

  test('needs only the fields that decide the geometry', () => {
    expect(refusals({ model: config, accelerator: 'L4' })).toEqual([]);
  });

  test('is refused with every field that is missing', () => {
    const { hidden_size: _h, vocab_size: _v, ...rest } = config;
    const paths = refusals({ model: rest, accelerator: 'L4' }).map(({ path }) => path);
    expect(paths).toEqual(
      expect.arrayContaining([
        expect.stringContaining('hidden_size'),
        expect.stringContaining('vocab_size'),
      ]),
    );
  });

  test('of another architecture is planned once a measured rate is stated, as advised', () => {
    const request = {
      model: { ...config, model_type: 'whisper' },
      accelerator: 'L4',
      traffic: { peakRequestsPerSecond: 3 },
    };
    const [{ fix }] = refusals(request);
    expect(fix).toContain('measured.maxRequestsPerSecond');
    expect(refusals({ ...request, measured: { maxRequestsPerSecond: 2 } })).toEqual([]);
  });
});
