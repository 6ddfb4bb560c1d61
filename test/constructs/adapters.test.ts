import { InferenceEngine, LlmModel, WeightSource } from '../../src';
import { refusal, serviceOf } from './support';

const claim = WeightSource.claim('weights');
const bucket = WeightSource.objectStore('s3://models/llama');
const hub = WeightSource.huggingFace();
const own = `acme/vllm@sha256:${'0'.repeat(64)}`;

const served = (loraModules: Record<string, string>, weights = claim, image?: string) =>
  serviceOf({ engine: InferenceEngine.vllm({ loraModules, image }), weights });

describe('an adapter', () => {
  test('beside offline weights is none of a repository, and is a path below them', () => {
    expect(refusal(() => served({ sql: 'acme/sql' }))).toBe(
      'llm/chat is refused:\n\'engine.loraModules.sql\' ("acme/sql") must be a path below /models: with these weights the engine is offline and fetches no repository: put the adapter beside the weights and give its path below /models',
    );
    expect(() => served({ sql: '/models/sql' })).not.toThrow();
  });

  test('of downloaded weights is a repository, since nothing is mounted', () => {
    expect(refusal(() => served({ sql: '/models/sql' }, hub))).toContain(
      '\'engine.loraModules.sql\' ("/models/sql") must be a path where something is mounted, which these weights are not: give a repository, or keep weights and adapters on a claim',
    );
    expect(() => served({ sql: 'acme/sql' }, hub)).not.toThrow();
  });

  test.each(['acme/sql', '/models/sql', '/opt/sql'])(
    '%s is nowhere beside an object store',
    (path) => {
      expect(refusal(() => served({ sql: path }, bucket))).toMatch(
        /^'engine.loraModules.sql' .*: keep weights and adapters on a claim$/m,
      );
    },
  );

  test('may come in an image of one’s own, but not in a mirror of the official one', () => {
    expect(() => served({ sql: '/opt/sql' }, hub, own)).not.toThrow();
    expect(refusal(() => served({ sql: '/models/sql' }, hub, own))).toContain('loraModules.sql');
    const mirror = 'registry:5000/vllm/vllm-openai:v0.32.0';
    expect(refusal(() => served({ sql: '/opt/sql' }, hub, mirror))).toContain('loraModules.sql');
  });

  test('has a name that an argument and a URL can carry', () => {
    expect(refusal(() => served({ 'a=b': '/models/sql' }))).toContain(
      '\'engine.loraModules\' ("a=b") must be named with letters, digits, dots, underscores and dashes: rename the adapter',
    );
    expect(refusal(() => served({ sqlMs: '' }))).toContain('\'engine.loraModules.sqlMs\' ("")');
  });

  test('has not the name of the model it adapts', () => {
    const engine = InferenceEngine.vllm({ loraModules: { chat: '/models/sql' } });
    const taken = '\'engine.loraModules\' ("chat") must be another name than that of the model';
    const part = { engine, weights: claim };
    expect(refusal(() => serviceOf({ ...part, servedModelName: 'chat' }))).toContain(taken);
    const model = LlmModel.measured('chat');
    const measured = { maxRequestsPerSecond: 5, weightsGiBPerGpu: 16, kvCacheGiBPerGpu: 20 };
    expect(refusal(() => serviceOf({ ...part, model, measured }))).toContain(taken);
  });
});
