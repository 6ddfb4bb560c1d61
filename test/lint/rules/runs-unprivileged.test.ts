import { runsUnprivileged as rule } from '../../../src/lint/rules/runs-unprivileged';
import { chat, severities, told } from './told';

const NON_ROOT = 'securityContext: { runAsNonRoot: true }';

test.each([
  ['', '', ['info']],
  [NON_ROOT, '', []],
  ['', NON_ROOT, []],
  ['securityContext: { runAsUser: 1000 }', '', []],
  ['securityContext: { runAsUser: 1000 }', 'securityContext: { runAsUser: 0 }', ['warning']],
  ['', 'securityContext: { runAsNonRoot: false }', ['warning']],
  [NON_ROOT, 'securityContext: { privileged: true }', ['warning']],
  [`${NON_ROOT}\nhostIPC: true`, '', ['warning']],
  [`${NON_ROOT}\nvolumes: [{ name: ssd, hostPath: { path: /ssd } }]`, '', ['warning']],
  // RDMA has no other way everywhere.
  [
    `${NON_ROOT}\nhostNetwork: true`,
    'securityContext: { capabilities: { add: [IPC_LOCK] } }',
    ['info'],
  ],
])('a pod with %j and a container with %j: %j', (pod, container, found) => {
  expect(severities(rule, [chat({ pod, container })])).toEqual(found);
});

test('several risks are one finding, about the worst', () => {
  const pod = 'hostIPC: true\nhostNetwork: true';
  const [line, ...more] = told(rule, [chat({ pod })]);
  expect(line).toContain('warning spec.template.spec.hostIPC: hostIPC: true');
  expect(more).toEqual([]);
});
