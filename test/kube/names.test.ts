import * as fc from 'fast-check';
import { contentHash, nameLimit, nameViolations, serviceName } from '../../src/kube/names';

const context = { maxReplicas: 10 };
const anyId = fc.string({ unit: 'grapheme', maxLength: 80 });
const contexts = fc.record({ maxReplicas: fc.integer({ min: 1, max: 5000 }), kueue: fc.boolean() });

test.each([
  ['chat', 'chat'],
  ['meta-llama/Llama-3.1-70B', 'meta-llama-llama-3-1-70b'],
  ['Qwen2.5-72B-Instruct', 'qwen2-5-72b-instruct'],
  ['7b', 'llm-7b'],
  ['Café', 'cafe'],
])('%s becomes %s', (id, name) => {
  expect(serviceName(id, context)).toBe(name);
});

test('letters that ASCII lacks are replaced by a hash of the id', () => {
  expect(serviceName('通义千问', context)).toMatch(/^llm-[0-9a-f]{6}$/);
  expect(serviceName('对话-chat', context)).toMatch(/^chat-[0-9a-f]{6}$/);
  expect(serviceName('对话-chat', context)).not.toBe(serviceName('服务-chat', context));
});

test('a long id is cut and told apart by its hash', () => {
  const one = serviceName(`${'a'.repeat(60)}1`, context);
  const other = serviceName(`${'a'.repeat(60)}2`, context);
  expect(one).toHaveLength(50);
  expect(one).not.toBe(other);
});

test.each([
  [{ maxReplicas: 9 }, 51],
  [{ maxReplicas: 10 }, 50],
  [{ maxReplicas: 100 }, 49],
  [{ maxReplicas: 9, kueue: true }, 39],
])('a group index takes its digits from the name: %j', (given, limit) => {
  expect(nameLimit(given)).toBe(limit);
});

test('every id has a valid name that stays the same', () => {
  fc.assert(
    fc.property(anyId, contexts, (id, given) => {
      const name = serviceName(id, given);
      expect(nameViolations('name', name, given)).toEqual([]);
      expect(serviceName(id, given)).toBe(name);
      expect(serviceName(name, given)).toBe(name);
    }),
  );
});

test('a name that cannot be used comes with one that can', () => {
  const [violation] = nameViolations('name', 'Chat_Service', context);
  expect(violation).toMatchObject({ path: 'name', fix: "use 'chat-service'" });
  const [long] = nameViolations('name', 'a'.repeat(51), context);
  expect(long.allowed).toBe('at most 50 characters at 10 replicas');
});

test('a content hash ignores the order of keys and nothing else', () => {
  expect(contentHash({ a: 1, b: [2, 3] })).toBe(contentHash({ b: [2, 3], a: 1 }));
  expect(contentHash({ a: 1, b: [2, 3] })).not.toBe(contentHash({ a: 1, b: [3, 2] }));
  expect(contentHash({})).toMatch(/^[0-9a-f]{10}$/);
});
