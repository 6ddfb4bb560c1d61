import { pathOf } from '../rig/objects';
import { Example } from '../world/example';
import { Findings, type PlainScenario } from './scenario';

const REPLICAS = 5;

/** What an autoscaler writes, written by hand: it needs neither metrics nor machines. */
export const kept: PlainScenario = {
  name: 'kept',
  expected: `replicas set to ${REPLICAS} by the scale subresource are there after the next apply, and the diff is empty`,
  run: async (sandbox) => {
    const { cluster } = sandbox;
    const findings = new Findings();
    for (const name of ['chat-70b', 'small-8b']) {
      const example = sandbox.place(Example.of(name)).without('ScaledObject');
      const { workload } = example.service;
      try {
        await sandbox.open(example.namespaces);
        await cluster.apply(example.objects);
        const scale = { spec: { replicas: REPLICAS } };
        const answer = await cluster.send('PATCH', `${pathOf(workload)}/scale`, scale);
        if (!answer.ok) throw new Error(`scale: ${await answer.text()}`);
        await cluster.apply(example.objects);
        const { spec } = await cluster.read(workload);
        const diff = await cluster.diff(example.objects);
        const isKept = spec.replicas === REPLICAS && diff === '';
        findings.check(isKept, `${workload.kind} ${spec.replicas}${diff.slice(0, 300)}`);
      } finally {
        await cluster.delete(example.objects);
        await sandbox.close(example.namespaces);
      }
    }
    return findings.text;
  },
};
