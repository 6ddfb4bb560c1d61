import type { Replica } from './replica';

/** Two slots, a second to the first token and 0.1 s for each: the round numbers of literal tests. */
export const sampleReplica: Replica = {
  model: 'm',
  engineVersion: '0.32.0',
  ranks: 1,
  slots: 2,
  inputTokens: 100,
  cachedTokens: 40,
  outputTokens: 10,
  cache: { blocks: 50, blockTokens: 16, tokens: 800, maxConcurrency: 8, memoryUtilization: 0.9 },
  paceAt: () => ({ firstTokenSeconds: 1, firstTokenP95Seconds: 1, tokenSeconds: 0.1 }),
  cacheUsageAt: (running) => running / 4,
};
