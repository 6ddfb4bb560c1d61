import { drainFindings, graceSeconds, workerGraceSeconds } from '../../src/kube/drain';

const parts = { propagationSeconds: 15, engineSeconds: 120, teardownSeconds: 10 };

test('grace is the sum of what is spent one after another', () => {
  expect(graceSeconds(parts)).toBe(155);
  expect(graceSeconds({ ...parts, marginSeconds: 0.5 })).toBe(146);
});

test('workers outlive their leader by their own teardown', () => {
  expect(workerGraceSeconds(155, 11.5)).toBe(167);
});

test('a drain within all bounds has no findings', () => {
  const bounds = { nodeDrainLimitSeconds: 600, spotNoticeSeconds: 155, gatewayTimeoutSeconds: 120 };
  expect(drainFindings(parts, bounds)).toEqual([]);
  expect(drainFindings(parts, {})).toEqual([]);
});

test('each bound that is broken is named', () => {
  const bounds = { nodeDrainLimitSeconds: 100, spotNoticeSeconds: 120, gatewayTimeoutSeconds: 60 };
  expect(drainFindings(parts, bounds).map(({ code }) => code)).toEqual([
    'drain-exceeds-node-drain-limit',
    'drain-exceeds-spot-notice',
    'drain-exceeds-gateway-timeout',
  ]);
});

test('doing what a finding advises makes it go away', () => {
  const [finding] = drainFindings(parts, { nodeDrainLimitSeconds: 100 });
  const limit = Number(/above (\d+) s/.exec(finding.fix)?.[1]) + 1;
  expect(drainFindings(parts, { nodeDrainLimitSeconds: limit })).toEqual([]);
});
