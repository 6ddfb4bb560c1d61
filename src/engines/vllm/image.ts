import { covers } from '../by-version';

/** Repository by accelerator vendor. */
const repositories: Readonly<Record<string, string>> = {
  nvidia: 'vllm/vllm-openai',
  amd: 'vllm/vllm-openai-rocm',
};

/** The official image by tag (`0.32` is v0.32.0); no digest, since none can be had offline. */
export function officialImage(version: string, vendor = 'nvidia'): string {
  const [, short] = /^v?(\d+\.\d+)$/.exec(version) ?? [];
  const tag = short ? `${short}.0` : version.replace(/^v/, '');
  return `${repositories[vendor] ?? repositories.nvidia}:v${tag}`;
}

/** Whether an image is the official one, possibly by a mirror of its registry. */
export function isOfficialImage(image: string): boolean {
  const [repository] = image.split(/[@:](?!.*\/)/);
  return Object.values(repositories).some(
    (official) => repository === official || repository.endsWith(`/${official}`),
  );
}

// Merged in June 2026; 0.24 is the first release certain to carry it.
const userRow = { since: '0.24', source: 'vllm-project/vllm#40275' };

/** The unprivileged user of an image; older images die at import under a uid without a name. */
export interface ImageUser {
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** The user an official image brings along; its default user is still root. */
export function imageUser(version: string): ImageUser | undefined {
  return covers(userRow, version) ? { uid: 2000, gid: 0, home: '/home/vllm' } : undefined;
}

// From 0.11.1 the entrypoint is `vllm serve`: vllm-project/vllm#25967.
const serveRow = { since: '0.11.1' };

/** Command and model argument; the server must be PID 1, so no shell stands before it. */
export function serverCommand(version: string, model: string): string[] {
  return covers(serveRow, version)
    ? ['vllm', 'serve', model]
    : ['python3', '-m', 'vllm.entrypoints.openai.api_server', '--model', model];
}
