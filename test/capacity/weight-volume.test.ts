import { downloadSeconds } from '../../src/capacity/weight-volume';

test('a download may take four times what it mostly takes, in steps of five minutes', () => {
  // 100 GiB at 0.48 GB/s are 224 s, four times that 895 s.
  expect(downloadSeconds(100)).toBe(900);
  // 1,163 s.
  expect(downloadSeconds(130)).toBe(1200);
  expect(downloadSeconds(1)).toBe(300);
});
