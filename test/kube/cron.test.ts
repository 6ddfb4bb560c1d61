import { cronViolations } from '../../src/kube/cron';

const window = { start: '0 8 * * MON-FRI', end: '0 18 * * MON-FRI', timeZone: 'Europe/Berlin' };

const problems = (change: object): string[] =>
  cronViolations('/floor', { ...window, replicas: 4, ...change }).map(({ path }) => path);

test.each([
  '0 8 * * MON-FRI',
  '*/10 * * * *',
  '0 8,20 1-15/2 JAN-MAR 0',
  '59 23 31 12 6',
  '5/15 * ? * mon',
])('KEDA reads %s', (start) => {
  expect(problems({ start })).toEqual([]);
});

test.each([
  '@daily',
  '0 0 8 * * MON',
  '0 8 * *',
  '0 8 * * 7',
  '60 8 * * *',
  '0 24 * * *',
  '0 8 0 * *',
  '0 8 * * FRI-MON',
  '*/0 * * * *',
  '0 8 * * MONDAY',
])('KEDA does not read %s', (start) => {
  expect(problems({ start })).toEqual(['/floor/start']);
});

test('a window that ends when it starts is refused', () => {
  expect(problems({ end: window.start })).toEqual(['/floor/end']);
});

test.each(['Asia/Calcutta', 'UTC', 'America/Argentina/Buenos_Aires'])('%s is a zone', (zone) => {
  expect(problems({ timeZone: zone })).toEqual([]);
});

test.each(['CEST', '+02:00', 'Europe/Berlim', 'europe/berlin', ''])('%j is no zone', (zone) => {
  expect(problems({ timeZone: zone })).toEqual(['/floor/timeZone']);
});

test('Sunday as 7 and a misspelt zone come with the right word', () => {
  const broken = { ...window, start: '0 8 * * 7', timeZone: 'Europe/Berlim', replicas: 1 };
  const fixes = cronViolations('/floor', broken).map(({ fix }) => fix);
  expect(fixes[0]).toBe('write Sunday as 0 or SUN');
  expect(fixes[1]).toContain('Europe/Berlin');
});

test('a floor is a whole number of replicas', () => {
  expect(problems({ replicas: 0 })).toEqual(['/floor/replicas']);
  expect(problems({ replicas: 1.5 })).toEqual(['/floor/replicas']);
});
