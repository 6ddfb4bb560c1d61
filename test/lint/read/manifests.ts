import { readFiles } from '../../../src/lint/read/read';
import type { ContainerView, PodView } from '../../../src/lint/view/pod-view';
import type { ScalerView } from '../../../src/lint/view/scaler-view';
import type { ServiceView } from '../../../src/lint/view/view';

export const read = (text: string) => readFiles([{ file: 'a.yaml', text }]);

export const services = (text: string): readonly ServiceView[] => {
  const { view, errors } = read(text);
  expect(errors).toEqual([]);
  return view.services;
};

export const service = (text: string): ServiceView => {
  const all = services(text);
  expect(all).toHaveLength(1);
  return all[0];
};

export const scaler = (text: string): ScalerView => read(text).view.scalers[0];

/** A Deployment whose one container has these lines, indented by six. */
export const deployment = (container: string, pod = ''): string => `
apiVersion: apps/v1
kind: Deployment
metadata: { name: chat, namespace: llm }
spec:
  template:
    metadata: { labels: { app: chat } }
    spec:
      containers:
      - name: main
        ports: [{ containerPort: 8000 }]
        resources: { limits: { nvidia.com/gpu: 1 } }
${indented(container, 8)}
${indented(pod, 6)}
`;

export const pod = (container: string, spec = ''): PodView =>
  service(deployment(container, spec)).pods[0];

export const container = (lines: string): ContainerView => pod(lines).containers[0];

function indented(lines: string, by: number): string {
  return lines.replace(/^/gm, ' '.repeat(by));
}
