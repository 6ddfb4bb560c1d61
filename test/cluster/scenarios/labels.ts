import type { KubeObject } from '../rig/objects';
import { Example } from '../world/example';
import { stand } from '../world/stand';
import { Findings, type Scenario } from './scenario';

const NAMESPACE = 'labels';
const TRACKED = 'argocd.argoproj.io/instance';

/** KEDA copies labels to the HPA; with this one Argo CD would take it for its own, and remove it. */
export const labels: Scenario = {
  name: 'labels',
  expected: `the HPA has the labels of its ScaledObject, and ${TRACKED} not`,
  run: async (world) => {
    const findings = new Findings();
    const usual = Example.of('chat-70b').into(NAMESPACE);
    const example = new Example(usual.name, usual.objects.map(tracked));
    const service = await stand(world, example, { lane: NAMESPACE, machines: 4 });
    const path = `/apis/autoscaling/v2/namespaces/${NAMESPACE}/horizontalpodautoscalers`;
    const name = `keda-hpa-${service.name}`;
    await world.cluster.until('the HPA', 60, () => world.cluster.exists(`${path}/${name}`));
    const { metadata } = await world.cluster.get(`${path}/${name}`);
    const own = metadata.labels?.['cdk8s-llm.dev/service'];
    findings.check(own === service.name, `cdk8s-llm.dev/service: ${own}`);
    const instance = metadata.labels?.[TRACKED];
    findings.check(instance === undefined, `${TRACKED}: ${instance ?? 'none'}`);
    return findings.text;
  },
};

function tracked(object: KubeObject): KubeObject {
  const { metadata } = object;
  return {
    ...object,
    metadata: { ...metadata, labels: { ...metadata.labels, [TRACKED]: 'shop' } },
  };
}
