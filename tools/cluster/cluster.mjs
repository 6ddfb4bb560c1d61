// What the scenarios need of a cluster: kubectl, fake nodes, a stand-in for Prometheus, and patience.
import { execFileSync, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';

const KUBECTL = process.env.KUBECTL ?? 'kubectl';

/** Runs kubectl; fails with its message. */
export function kubectl(args, input) {
  return execFileSync(KUBECTL, args, {
    encoding: 'utf8',
    input,
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  });
}

/** Status and message of a kubectl that may fail. */
export function attempt(args, input) {
  const { status, stdout, stderr } = spawnSync(KUBECTL, args, { encoding: 'utf8', input });
  return { status, text: `${stdout}${stderr}`.trim() };
}

export const get = (...args) => JSON.parse(kubectl(['get', ...args, '-o', 'json']));
export const items = (...args) => get(...args).items;

/** Server-side and with strict validation, as a careful pipeline would. */
export function apply(objects) {
  const input = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return kubectl(
    ['apply', '--server-side', '--force-conflicts', '--validate=strict', '-f', '-'],
    input,
  );
}

/** The objects of the files of a folder, and what `change` makes of each. */
export function manifests(folder, change = (text) => text) {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .sort()
    .flatMap((file) => parseAllDocuments(change(readFileSync(join(folder, file), 'utf8'))))
    .map((document) => document.toJS())
    .filter(Boolean);
}

/** Seconds until `condition` holds; fails after `limit`. */
export async function until(what, condition, limit = 90) {
  const began = Date.now();
  for (;;) {
    const seconds = (Date.now() - began) / 1000;
    if (condition()) return Number(seconds.toFixed(1));
    if (seconds > limit) throw new Error(`${what}: not within ${limit} s`);
    await sleep(500);
  }
}

/** A namespace that enforces the restricted Pod Security level. */
export function namespace(name) {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

/** Machines that kwok plays; those with GPUs are tainted, as they usually are. */
export function nodes(count, { prefix, labels, gpus, cpu = '192', memory = '2Ti' }) {
  const capacity = {
    cpu,
    memory,
    'ephemeral-storage': '8Ti',
    pods: '110',
    'nvidia.com/gpu': String(gpus),
  };
  return Array.from({ length: count }, (_, i) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `${prefix}-${i}`,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/hostname': `${prefix}-${i}`,
        'topology.kubernetes.io/zone': `zone-${i % 3}`,
        scenario: prefix,
        ...labels,
      },
    },
    spec: {
      taints: gpus > 0 ? [{ key: 'nvidia.com/gpu', value: 'present', effect: 'NoSchedule' }] : [],
    },
    status: { capacity, allocatable: capacity },
  }));
}

/** How kwok ends a deleted pod: at once, or after its grace, as a draining server does. */
function deletion(delay) {
  const selector = {
    matchExpressions: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }],
  };
  const resourceRef = { apiGroup: 'v1', kind: 'Pod' };
  return {
    apiVersion: 'kwok.x-k8s.io/v1alpha1',
    kind: 'Stage',
    metadata: { name: 'pod-delete' },
    spec: { resourceRef, selector, ...delay, next: { delete: true } },
  };
}

export const endAtOnce = deletion({});
export const endAfterGrace = deletion({
  delay: { durationFrom: { expressionFrom: '.metadata.deletionTimestamp' } },
});

/** Takes away what an earlier scenario left. */
export function reset(spaces) {
  // Server-side apply would leave the delay of the other stage in place.
  kubectl(['replace', '--force', '-f', '-'], JSON.stringify(endAtOnce));
  kubectl(['delete', 'namespace', '--ignore-not-found', '--timeout=180s', ...spaces]);
  kubectl(['delete', 'pv', '--all', '--timeout=60s']);
  kubectl(['delete', 'nodes', '-l', 'scenario', '--ignore-not-found']);
}

/**
 * Answers `/api/v1/query` with the value of the first entry of `answers` whose key is part of the
 * query: a number, `null` for no series, or nothing for an error.
 */
export function prometheus(answers) {
  const server = createServer((request, response) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url, 'http://localhost');
      const body = new URLSearchParams(Buffer.concat(chunks).toString());
      const query = url.searchParams.get('query') ?? body.get('query') ?? '';
      const key = Object.keys(answers).find((part) => query.includes(part));
      const value = key === undefined ? undefined : answers[key];
      if (value === undefined) return response.writeHead(500).end('{}');
      const result =
        value === null ? [] : [{ metric: {}, value: [Date.now() / 1000, String(value)] }];
      response.setHeader('content-type', 'application/json');
      return response.end(
        JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }),
      );
    });
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        address: `http://127.0.0.1:${server.address().port}`,
        close: () => server.close(),
      }),
    );
  });
}

export const gpusOf = ({ spec }) =>
  spec.containers.reduce(
    (sum, { resources }) => sum + Number(resources?.requests?.['nvidia.com/gpu'] ?? 0),
    0,
  );
export const isBound = ({ spec }) => spec.nodeName !== undefined;
export const isReady = ({ status }) =>
  (status.conditions ?? []).some(({ type, status: is }) => type === 'Ready' && is === 'True');
