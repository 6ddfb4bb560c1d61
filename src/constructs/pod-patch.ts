import { type ApiObject, JsonPatch } from 'cdk8s';

/** Where the pod templates of a workload are. */
const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Deployment: ['/spec/template'],
  LeaderWorkerSet: [
    '/spec/leaderWorkerTemplate/leaderTemplate',
    '/spec/leaderWorkerTemplate/workerTemplate',
  ],
};

interface Operation {
  readonly op: 'add' | 'remove' | 'replace' | 'copy' | 'move' | 'test';
  readonly path: string;
  readonly from?: string;
  readonly value?: unknown;
}

/** Adds each operation once for every pod template that the workload has. */
export function patchPods(workload: ApiObject, ops: readonly JsonPatch[]): void {
  const { spec } = workload.toJson() as { spec: { leaderWorkerTemplate?: object } };
  const templates = TEMPLATES[workload.kind].filter(
    (path) => workload.kind === 'Deployment' || has(spec.leaderWorkerTemplate, path),
  );
  for (const template of templates) {
    workload.addJsonPatch(...ops.map((op) => rooted(op, template)));
  }
}

function has(group: object | undefined, path: string): boolean {
  return group !== undefined && (path.split('/').pop() as string) in group;
}

function rooted(patch: JsonPatch, template: string): JsonPatch {
  const { op, path, from: source, value } = patch._toJson() as Operation;
  const at = `${template}${path}`;
  const start = `${template}${source}`;
  switch (op) {
    case 'remove':
      return JsonPatch.remove(at);
    case 'copy':
      return JsonPatch.copy(start, at);
    case 'move':
      return JsonPatch.move(start, at);
    case 'test':
      return JsonPatch.test(at, value);
    case 'replace':
      return JsonPatch.replace(at, value);
    default:
      return JsonPatch.add(at, value);
  }
}
