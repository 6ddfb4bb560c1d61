import { downloadSeconds } from '../../src/capacity/weight-volume';

test('a download may take four times what it mostly takes, in steps of five minutes', () => {
  // 100 GiB at 0.3 GB/s are 358 s, four times that 1,432 s.
  expect(downloadSeconds(100)).toBe(1500);
  // 1,861 s.
  expect(downloadSeconds(130)).toBe(2100);
  expect(downloadSeconds(1)).toBe(300);
});
