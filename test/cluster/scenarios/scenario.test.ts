import { Findings } from './scenario';

describe('findings', () => {
  test('are what was seen', () => {
    const findings = new Findings();
    findings.note('4 replicas');
    findings.check(true, 'diff empty');
    expect(findings.text).toBe('4 replicas; diff empty');
  });

  test('fail with what must not be, first', () => {
    const findings = new Findings();
    findings.note('4 replicas');
    findings.check(false, '2 lost');
    expect(() => findings.text).toThrow('2 lost; 4 replicas');
  });
});
