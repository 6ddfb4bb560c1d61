import { separated } from '../../src/lint/separated';
import { objectOf } from './support';

/** `file: names of Deployments` */
const groups = (files: Record<string, string>) =>
  separated(
    Object.entries(files).flatMap(([file, names]) =>
      names
        .split(' ')
        .map((name) =>
          objectOf({ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name } }, file),
        ),
    ),
  );

describe('files', () => {
  test('are judged together, whatever their folders, while no object is in two of them', () => {
    expect(groups({ 'a/chat.yaml': 'chat', 'b/c/batch.yaml': 'batch', 'd.yaml': 'd' })).toEqual([
      ['a/chat.yaml', 'b/c/batch.yaml', 'd.yaml'],
    ]);
  });

  test('of folders that hold the same are judged folder by folder', () => {
    expect(
      groups({
        'k8s/dev/chat.yaml': 'chat',
        'k8s/dev/more/batch.yaml': 'batch',
        'k8s/prod/chat.yaml': 'chat',
        'k8s/quota.yaml': 'quota',
      }),
    ).toEqual([
      ['k8s/quota.yaml'],
      ['k8s/dev/chat.yaml', 'k8s/dev/more/batch.yaml'],
      ['k8s/prod/chat.yaml'],
    ]);
  });

  test('of one folder are judged with the first that they do not contradict', () => {
    expect(
      groups({ 'dev-a.yaml': 'a', 'dev-b.yaml': 'b', 'prod-a.yaml': 'a', 'prod-b.yaml': 'b' }),
    ).toEqual([
      ['dev-a.yaml', 'dev-b.yaml'],
      ['prod-a.yaml', 'prod-b.yaml'],
    ]);
  });

  test('are not parted by an object that one file holds twice', () => {
    expect(groups({ 'a.yaml': 'chat chat', 'b.yaml': 'batch' })).toEqual([['a.yaml', 'b.yaml']]);
  });
});

test('a Kustomization in every folder parts none of them', () => {
  const kustomization = { apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization' };
  const objects = ['base/kustomization.yaml', 'prod/kustomization.yaml'].map((file) =>
    objectOf(kustomization, file),
  );
  expect(separated(objects)).toEqual([['base/kustomization.yaml', 'prod/kustomization.yaml']]);
});
