import { gpuClaim, rankOf } from '../../src/capacity/gpu-claim';
import { chat } from '../plan/requests';

const place = { pool: 'h100', rank: rankOf(undefined), resourceName: 'nvidia.com/gpu' };

test('a group waits for its workers, which leave after their leader, and one pod only for itself', () => {
  const group = chat({
    model: 'meta-llama/Llama-3.1-405B-Instruct',
    parallelism: { tensor: 8, pipeline: 2 },
    traffic: { peakRequestsPerSecond: 2, inputTokens: 500, outputTokens: 200 },
    objectives: {},
  });
  expect(group.drain).toMatchObject({ graceSeconds: 86, workerGraceSeconds: 96 });
  expect(gpuClaim(group, place)).toMatchObject({ podsPerReplica: 2, graceSeconds: 96 });
  const one = chat();
  expect(gpuClaim(one, place).graceSeconds).toBe(one.drain.graceSeconds);
});
