// Caches, headroom, priorities, quota and floors on a control plane that runs. Usage:
//   KUBECONFIG=… [KUBECTL=…] node tools/cluster/fleet-scenarios.mjs [name …]
// The cluster has LeaderWorkerSet and KEDA, the CRDs of what the examples render, and kwok, which
// plays the nodes: no container runs, so pods are Ready at once and Jobs complete.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  apply,
  attempt,
  endAfterGrace,
  get,
  gpusOf,
  isBound,
  isReady,
  items,
  kubectl,
  manifests,
  namespace,
  nodes,
  prometheus,
  reset,
  until,
} from './cluster.mjs';

const ROOT = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '../..');
const expected = (name) => join(ROOT, 'examples', name, 'expected');
const BACKEND = /http:\/\/prometheus-operated\.monitoring:9090/g;
const p5 = {
  'node.kubernetes.io/instance-type': 'p5.48xlarge',
  'karpenter.k8s.aws/instance-gpu-name': 'h100',
};

const podsOf = (space, prefix) =>
  items('pods', '-n', space).filter(({ metadata }) => metadata.name.startsWith(prefix));
const sumOfGpus = (pods) => pods.filter(isBound).reduce((sum, pod) => sum + gpusOf(pod), 0);
const seconds = (later, earlier) => (new Date(later) - new Date(earlier)) / 1000;

/** Claims are bound by hand: no provisioner runs here. */
function volumesFor(objects) {
  return objects
    .filter(({ kind }) => kind === 'PersistentVolumeClaim')
    .map(({ metadata, spec }) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolume',
      metadata: { name: `${metadata.namespace}-${metadata.name}` },
      spec: {
        capacity: { storage: spec.resources.requests.storage },
        accessModes: spec.accessModes,
        storageClassName: spec.storageClassName,
        claimRef: { name: metadata.name, namespace: metadata.namespace },
        nfs: { server: 'nfs.invalid', path: '/' },
      },
    }));
}

function claimsOf(objects) {
  return volumesFor(objects).map(({ spec }) => spec.claimRef);
}

/** Claims that the examples mount and that somebody else makes. */
function foreignClaims(objects) {
  const made = new Set(claimsOf(objects).map(({ name }) => name));
  const text = JSON.stringify(objects);
  const mounted = new Set([...text.matchAll(/"claimName":"([^"]+)"/g)].map(([, name]) => name));
  const [space] = objects.map(({ metadata }) => metadata.namespace).filter(Boolean);
  return [...mounted]
    .filter((name) => !made.has(name))
    .map((name) => ({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name, namespace: space },
      spec: {
        storageClassName: 'foreign',
        accessModes: ['ReadWriteMany'],
        resources: { requests: { storage: '1Ti' } },
      },
    }));
}

/** Everything with its claims and their volumes, and no scaler that would move the counts. */
function applyStill(objects) {
  const claims = foreignClaims(objects);
  apply([...volumesFor([...objects, ...claims]), ...claims, ...withoutScalers(objects)]);
}

/** The zone that the file system of the weights keeps everything in. */
function zoneOf(objects) {
  const key = 'topology.kubernetes.io/zone';
  const [, zone] = new RegExp(`"${key}":"([^"]+)"`).exec(JSON.stringify(objects)) ?? [];
  return zone ? { [key]: zone } : {};
}

const withoutScalers = (objects) => objects.filter(({ kind }) => kind !== 'ScaledObject');

const scenarios = {
  /** Strict validation, restricted namespaces, twice, and no difference after. */
  async accepted() {
    const names = ['fast-cold-start', 'three-model-fleet', 'off-peak-batch'];
    const results = [];
    for (const name of names) {
      const objects = manifests(expected(name));
      const spaces = [
        ...new Set(objects.map(({ metadata }) => metadata.namespace).filter(Boolean)),
      ];
      apply(spaces.map(namespace));
      apply(objects);
      apply(objects);
      const { status, text } = attempt(
        ['diff', '--server-side', '--force-conflicts', '-f', '-'],
        objects.map((object) => JSON.stringify(object)).join('\n---\n'),
      );
      results.push(
        `${name}: ${objects.length} objects, diff rc ${status}${status ? ` ${text.slice(0, 400)}` : ''}`,
      );
      kubectl(
        ['delete', '--ignore-not-found', '--wait=false', '-f', '-'],
        objects.map((o) => JSON.stringify(o)).join('\n---\n'),
      );
      for (const space of spaces)
        kubectl(['delete', 'namespace', space, '--wait=true', '--timeout=180s']);
    }
    return { expected: 'accepted twice, diff rc 0', observed: results.join('; ') };
  },

  /** A pre-puller on every tainted node, the Jobs done, the claims bound, the service Ready. */
  async 'cold-start'() {
    const objects = manifests(expected('fast-cold-start'));
    const spaces = [...new Set(objects.map(({ metadata }) => metadata.namespace).filter(Boolean))];
    apply(spaces.map(namespace));
    apply(nodes(5, { prefix: 'p5', labels: { ...p5, ...zoneOf(objects) }, gpus: 8 }));
    // The download runs on a node without GPUs, in the zone of the file system.
    apply(nodes(1, { prefix: 'cpu', labels: zoneOf(objects), gpus: 0 }));
    applyStill(objects);
    const daemons = objects.filter(({ kind }) => kind === 'DaemonSet');
    const jobs = objects.filter(({ kind }) => kind === 'Job');
    const ready = ({ metadata }) =>
      get('daemonset', metadata.name, '-n', metadata.namespace).status.numberReady ?? 0;
    const done = ({ metadata }) =>
      get('job', metadata.name, '-n', metadata.namespace).status.succeeded === 1;
    const bound = ({ name, namespace: space }) =>
      get('pvc', name, '-n', space).status.phase === 'Bound';
    const took = await until(
      'everything',
      () =>
        daemons.every((daemon) => ready(daemon) === 5) &&
        jobs.every(done) &&
        claimsOf(objects).every(bound),
      120,
    );
    const observed = [
      ...daemons.map((daemon) => `${daemon.metadata.name} on ${ready(daemon)} of 5 tainted nodes`),
      ...jobs.map(({ metadata }) => `${metadata.name} complete`),
      ...claimsOf(objects).map(({ name }) => `${name} bound`),
    ];
    return { expected: 'all', observed: `${observed.join(', ')} after ${took} s` };
  },

  /** A new replica takes the place of a placeholder at once; the placeholder waits for a node. */
  async headroom() {
    const objects = manifests(expected('fast-cold-start'));
    const { name, namespace: space } = objects.find(
      ({ kind }) => kind === 'LeaderWorkerSet',
    ).metadata;
    const placeholder = objects.find(
      ({ kind, metadata }) =>
        kind === 'Deployment' && metadata.labels['app.kubernetes.io/component'] === 'warm-headroom',
    );
    const holder = placeholder.metadata;
    const held = placeholder.spec.replicas;
    apply([space, holder.namespace].map(namespace));
    apply(nodes(held + 3, { prefix: 'p5', labels: { ...p5, ...zoneOf(objects) }, gpus: 8 }));
    applyStill(objects);
    const serving = () =>
      podsOf(space, `${name}-`).filter(({ metadata }) => /-\d+$/.test(metadata.name));
    const holders = () => podsOf(holder.namespace, holder.name);
    const bound = (count) => () => serving().filter(isBound).length === count;
    await until('placeholders', () => holders().filter(isBound).length === held);
    kubectl(['scale', `lws/${name}`, '-n', space, '--replicas=3']);
    await until('replicas on the other nodes', bound(3));
    kubectl(['scale', `lws/${name}`, '-n', space, '--replicas=4']);
    const took = await until('the new replica', bound(4));
    const waiting = () => holders().filter((pod) => !isBound(pod)).length;
    await until('a placeholder that waits', () => waiting() === 1, 20);
    return {
      expected: 'bound within seconds, one placeholder pending',
      observed: `bound after ${took} s, ${waiting()} placeholder pending`,
    };
  },

  /** Quota refuses the pod beyond the plan, and what is used is what the plan says. */
  async quota() {
    const objects = manifests(expected('three-model-fleet'));
    const spaces = [...new Set(objects.map(({ metadata }) => metadata.namespace).filter(Boolean))];
    apply(spaces.map(namespace));
    apply([...nodes(30, { prefix: 'any', labels: {}, gpus: 8 })]);
    applyStill(objects.map(anywhere));
    const scalers = objects.filter(({ kind }) => kind === 'ScaledObject');
    const quotas = objects.filter(({ kind }) => kind === 'ResourceQuota');
    const space = quotas[0].metadata.namespace;
    const scale = ({ spec }, replicas) => {
      const { kind, name } = spec.scaleTargetRef;
      kubectl(['scale', `${kind}/${name}`, '-n', space, `--replicas=${replicas}`]);
    };
    for (const scaler of scalers) scale(scaler, scaler.spec.maxReplicaCount);
    const grants = () =>
      quotas.map(({ metadata, spec }) => {
        const [resource] = Object.keys(spec.hard);
        const { used } = get('resourcequota', metadata.name, '-n', space).status;
        return {
          name: metadata.name,
          used: Number(used[resource]),
          hard: Number(spec.hard[resource]),
        };
      });
    const took = await until('used = hard', () =>
      grants().every(({ used, hard }) => used === hard),
    );
    for (const scaler of scalers) scale(scaler, scaler.spec.maxReplicaCount + 1);
    const refusals = () =>
      new Set(
        items('events', '-n', space)
          .filter(
            ({ reason, message }) =>
              reason === 'FailedCreate' && message.includes('exceeded quota'),
          )
          .map(({ involvedObject }) => involvedObject.name),
      ).size;
    const refusal = await until('pod N+1 of each is refused', () => refusals() === scalers.length);
    return {
      expected: 'used equals the plans in every quota, pod N+1 of every service is refused',
      observed: `${grants()
        .map(({ name, used, hard }) => `${name} ${used} of ${hard}`)
        .join(
          ', ',
        )} after ${took} s; ${refusals()} of ${scalers.length} refused after ${refusal} s`,
    };
  },

  /** Full nodes: a service preempts batch and nobody else, and waits exactly for its grace. */
  async preemption() {
    const objects = manifests(expected('off-peak-batch'));
    const space = 'serving';
    apply([namespace(space)]);
    apply([endAfterGrace]);
    apply(nodes(2, { prefix: 'reserved', labels: { ...p5, pool: 'reserved' }, gpus: 8 }));
    applyStill(objects);
    // A pod without a class beside them: it has GPUs too, and must keep them.
    apply([classless(space)]);
    kubectl(['scale', 'lws/chat', '-n', space, '--replicas=3']);
    kubectl(['scale', 'deployment/evaluate', '-n', space, '--replicas=4']);
    const chat = () =>
      podsOf(space, 'chat-').filter(({ metadata }) => /^chat-\d+$/.test(metadata.name));
    await until('full nodes', () => sumOfGpus(items('pods', '-n', space)) === 16, 60);
    kubectl(['scale', 'lws/chat', '-n', space, '--replicas=4']);
    const fourth = () => chat().find(({ metadata }) => metadata.name === 'chat-3');
    await until('the fourth replica is bound', () => fourth() && isBound(fourth()), 60);
    const { metadata, status } = fourth();
    const scheduled = status.conditions.find(({ type }) => type === 'PodScheduled');
    const victims = items('events', '-n', space)
      .filter(({ reason }) => reason === 'Preempted')
      .map(({ involvedObject }) => involvedObject.name);
    const kept = podsOf(space, 'notebook').filter(isReady).length;
    return {
      expected:
        'one batch pod is the victim, bound after its grace of 30 s, the pod without a class stays',
      observed: `victims ${victims.map((victim) => victim.split('-')[0]).join(',')}, bound after ${seconds(scheduled.lastTransitionTime, metadata.creationTimestamp)} s, notebook ready ${kept}`,
    };
  },

  /** Batch work follows idle GPUs through KEDA: up from none, down by one as the service grows. */
  async 'idle-gpus'() {
    const answers = { 'clamp_min(floor(': 4, num_requests_running: null };
    const backend = await prometheus(answers);
    try {
      const space = 'serving';
      const objects = manifests(expected('off-peak-batch'), (text) =>
        text.replace(BACKEND, backend.address),
      );
      apply([namespace(space)]);
      kubectl(['scale', 'deployment/evaluate', '-n', space, '--replicas=0']);
      apply(
        objects.filter(
          ({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === 'evaluate',
        ),
      );
      const replicas = () => get('deployment', 'evaluate', '-n', space).spec.replicas ?? 0;
      const up = await until('four batch pods', () => replicas() === 4, 150);
      answers['clamp_min(floor('] = 3;
      const down = await until('three batch pods', () => replicas() === 3, 150);
      answers['clamp_min(floor('] = 0;
      const none = await until('no batch pod', () => replicas() === 0, 240);
      return {
        expected: '0 → 4 → 3 → 0',
        observed: `4 after ${up} s, 3 after ${down} s, 0 after ${none} s`,
      };
    } finally {
      kubectl(['delete', 'scaledobject', 'evaluate', '-n', 'serving', '--ignore-not-found']);
      backend.close();
    }
  },

  /** A cron floor of 11 from a rest of 10: with tolerance 0, and rounded up without. */
  async floor() {
    const space = 'floors';
    apply([namespace(space)]);
    const run = async (name, behavior, desired) => {
      apply([idle(space, name), floorOf(space, name, 10)]);
      await until('ten', () => get('deployment', name, '-n', space).spec.replicas === 10, 90);
      apply([floorOf(space, name, desired, behavior)]);
      const began = Date.now();
      let last = 0;
      await until(
        'the floor',
        () => {
          last = get('deployment', name, '-n', space).spec.replicas;
          return last >= 11 || Date.now() - began > 60_000;
        },
        90,
      );
      return `${name}: ${last}`;
    };
    const exact = { scaleUp: { tolerance: '0' }, scaleDown: { tolerance: '0' } };
    const observed = [
      await run('exact', exact, 11),
      await run('swallowed', {}, 11),
      await run('rounded', {}, 12),
    ];
    kubectl(['delete', 'namespace', space, '--wait=false']);
    return { expected: 'exact: 11; swallowed: 10; rounded: 12', observed: observed.join('; ') };
  },

  /** From zero to one by the front door, and back when it has been silent. */
  async zero() {
    const manifest = process.env.ZERO_MANIFEST;
    if (!manifest) return { expected: 'ZERO_MANIFEST', observed: 'not given, skipped' };
    const answers = { envoy: 0, num_requests_running: 0 };
    const backend = await prometheus(answers);
    try {
      const text = readFileSync(manifest, 'utf8').replace(BACKEND, backend.address);
      const { parseAllDocuments } = await import('yaml');
      const objects = parseAllDocuments(text).map((document) => document.toJS());
      const workload = objects.find(({ kind }) => kind === 'LeaderWorkerSet');
      const { name, namespace: space } = workload.metadata;
      apply([namespace(space)]);
      apply(objects.map(anywhere));
      const replicas = () => get('lws', name, '-n', space).spec.replicas ?? 1;
      const asleep = await until('zero', () => replicas() === 0, 600);
      answers.envoy = 1;
      const awake = await until('one', () => replicas() === 1, 90);
      return { expected: '1 → 0 → 1', observed: `0 after ${asleep} s, 1 after ${awake} s` };
    } finally {
      backend.close();
    }
  },
};

/** On any node: this scenario is about counts. */
function anywhere(object) {
  const copy = structuredClone(object);
  const strip = (value) => {
    if (typeof value !== 'object' || value === null) return;
    delete value.nodeSelector;
    if (value.affinity) delete value.affinity.nodeAffinity;
    for (const part of Object.values(value)) strip(part);
  };
  strip(copy);
  return copy;
}

function restricted(container) {
  return {
    imagePullPolicy: 'IfNotPresent',
    securityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    ...container,
  };
}

function classless(space) {
  const gpus = { 'nvidia.com/gpu': '2' };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'notebook', namespace: space },
    spec: {
      nodeSelector: { pool: 'reserved' },
      tolerations: [{ key: 'nvidia.com/gpu', operator: 'Exists' }],
      containers: [
        restricted({
          name: 'notebook',
          image: 'registry.k8s.io/pause:3.10',
          resources: { requests: gpus, limits: gpus },
        }),
      ],
    },
  };
}

function idle(space, name) {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: space },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          tolerations: [{ operator: 'Exists' }],
          containers: [restricted({ name: 'idle', image: 'registry.k8s.io/pause:3.10' })],
        },
      },
    },
  };
}

function floorOf(space, name, desired, behavior = {}) {
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: { name, namespace: space },
    spec: {
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
      minReplicaCount: 1,
      maxReplicaCount: 40,
      advanced: { horizontalPodAutoscalerConfig: { behavior } },
      triggers: [
        {
          type: 'cron',
          metadata: {
            timezone: 'UTC',
            start: '0 0 * * *',
            end: '59 23 * * *',
            desiredReplicas: String(desired),
          },
        },
      ],
    },
  };
}

/** Go on from what the scenario before them left. */
const continues = ['idle-gpus'];
const SPACES = ['serving', 'models', 'headroom', 'floors'];

const wanted = process.argv.slice(2);
let failed = 0;
let passed = 0;
for (const [name, run] of Object.entries(scenarios)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const began = Date.now();
  try {
    if (!continues.includes(name)) reset(SPACES);
    const { expected: what, observed } = await run();
    passed++;
    console.log(
      `${name} (${Math.round((Date.now() - began) / 1000)} s)\n  expected: ${what}\n  observed: ${observed}`,
    );
  } catch (error) {
    failed++;
    console.log(`${name} FAILED\n  ${String(error.stderr || error.message).slice(0, 2000)}`);
  }
}
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed ? 1 : 0;
