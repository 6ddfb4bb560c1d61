import {
  atLeast,
  hasFeature,
  parseKubernetesVersion,
  versionViolations,
} from '../../src/kube/versions';

test.each(['1.34', 'v1.34.2', '1.34+', 'v1.34.1-eks-1a2b3c'])('%s is Kubernetes 1.34', (text) => {
  expect(parseKubernetesVersion(text)).toEqual({ major: 1, minor: 34 });
});

test('versions compare by number', () => {
  expect(atLeast('1.34', '1.9')).toBe(true);
  expect(atLeast('1.34', '1.35')).toBe(false);
  expect(atLeast('2.0', '1.35')).toBe(true);
});

test('tolerance and image volumes are on from 1.35', () => {
  expect([hasFeature('1.34', 'hpaTolerance'), hasFeature('1.35', 'hpaTolerance')]).toEqual([
    false,
    true,
  ]);
  expect(hasFeature('1.34', 'imageVolumes')).toBe(false);
  expect(hasFeature('1.30', 'preStopSleep')).toBe(true);
});

test('a version nobody can read knows no feature and is reported', () => {
  expect(hasFeature('latest', 'preStopSleep')).toBe(false);
  expect(versionViolations('/platform/kubernetesVersion', 'latest')).toHaveLength(1);
  expect(versionViolations('/platform/kubernetesVersion', '1.34')).toEqual([]);
});
