import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const FIXTURES = resolve(__dirname, '../lint/rules/R64-trigger-can-fire');

/** A service of which one finding is to be told, or none: also what is only worth knowing is mended. */
function manifests(name: 'firing' | 'twin'): string {
  const text = readFileSync(resolve(FIXTURES, `${name}.yaml`), 'utf8');
  return text.replace(
    /^ +sum\((vllm:num_requests_running\{.*\})\)$/m,
    '$& and (count($1) >= 0.9 * sum(kube_pod_status_ready{namespace="serving",condition="true",pod=~"chat-.*"}))',
  );
}

export const FIRING = manifests('firing');
export const RIGHT = manifests('twin');
