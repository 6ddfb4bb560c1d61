import { jobsAndClaimsSurviveSync as rule } from '../../../src/lint/rules/jobs-and-claims-survive-sync';
import { chat, claim, MODELS, severities, told } from './told';

const annotated = (document: string, annotations: string) =>
  document.replace('namespace: llm', `namespace: llm, annotations: { ${annotations} }`);
const wave = (document: string, number: number, more = '') =>
  annotated(document, `argocd.argoproj.io/sync-wave: "${number}"${more}`);
const KEPT = ', argocd.argoproj.io/sync-options: "Prune=false"';
const server = chat({
  pod: MODELS,
  container: 'volumeMounts: [{ name: models, mountPath: /models }]',
});

test.each([
  ['ReadWriteOnce', 0, 1, ['info']],
  ['ReadWriteOnce', 1, 1, []],
  // File systems that all can mount are bound at once.
  ['ReadWriteMany', 0, 1, []],
])('a claim with %s in wave %i, its pods in %i: %j', (mode, own, others, found) => {
  const documents = [wave(claim(mode), own, KEPT), wave(server, others)];
  expect(severities(rule, documents)).toEqual(found);
});

const job = (metadata: string) => `
apiVersion: batch/v1
kind: Job
metadata: { name: fill, namespace: llm${metadata} }
spec: { ttlSecondsAfterFinished: 600, template: { spec: { containers: [] } } }
`;

test('a Job that deletes itself runs at every sync, unless it is a hook', () => {
  const argo = annotated(claim('ReadWriteMany'), 'argocd.argoproj.io/sync-wave: "0"');
  const [line] = told(rule, [argo, job('')]);
  expect(line).toContain(
    "warning spec.ttlSecondsAfterFinished: Job 'fill' is deleted 600 s after it ends",
  );
  const hook = job(', annotations: { argocd.argoproj.io/hook: Sync }');
  expect(told(rule, [argo, hook])).toEqual([]);
});

test('weights are kept from a prune', () => {
  expect(severities(rule, [wave(claim('ReadWriteMany'), 0), wave(server, 0)])).toEqual(['info']);
  expect(severities(rule, [wave(claim('ReadWriteMany'), 0, KEPT), wave(server, 0)])).toEqual([]);
});

test('without a sign of Argo CD nothing is said', () => {
  expect(told(rule, [claim('ReadWriteOnce'), server, job('')])).toEqual([]);
});
