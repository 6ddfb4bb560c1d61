import { writeFileSync } from 'node:fs';
import type { KeyPair } from './certificates';

/** How one user reaches the API server. */
export function writeKubeconfig(
  file: string,
  server: { url: string; caFile: string },
  user: KeyPair | { readonly token: string },
): string {
  const credentials =
    'token' in user
      ? { token: user.token }
      : { 'client-certificate': user.cert, 'client-key': user.key };
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'rig', cluster: { server: server.url, 'certificate-authority': server.caFile } },
    ],
    users: [{ name: 'user', user: credentials }],
    contexts: [{ name: 'rig', context: { cluster: 'rig', user: 'user' } }],
    'current-context': 'rig',
  };
  writeFileSync(file, JSON.stringify(config), { mode: 0o600 });
  return file;
}
