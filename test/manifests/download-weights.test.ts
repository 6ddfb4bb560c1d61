import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadWeightsScript } from '../../src/manifests/scripts/download-weights';
import { waitForWeightsScript } from '../../src/manifests/scripts/wait-for-weights';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const revision = '0123456789abcdef0123456789abcdef01234567';
const patterns = ['*.json', '*.safetensors', '!consolidated*', '*/*.txt'];

interface Run {
  readonly status: number | null;
  readonly output: string;
  readonly error: string;
}

function python(script: string, parameters: string[], env: NodeJS.ProcessEnv = {}): Promise<Run> {
  const child = spawn('python3', ['-c', script, ...parameters], {
    env: { PATH: process.env.PATH, NO_PROXY: '*', BACKOFF_SECONDS: '0.01', ...env },
  });
  const text = { output: '', error: '' };
  child.stdout.on('data', (part) => {
    text.output += part;
  });
  child.stderr.on('data', (part) => {
    text.error += part;
  });
  return new Promise((resolve) => child.on('close', (status) => resolve({ status, ...text })));
}

const sha256 = (data: Buffer) => createHash('sha256').update(data).digest('hex');
const gitBlob = (data: Buffer) =>
  createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex');

const weights = Buffer.alloc(300_000, 'weights ');
const config = Buffer.from('{"model_type":"llama"}');
const contents: Record<string, Buffer> = {
  'config.json': config,
  'model.safetensors': weights,
  'consolidated.safetensors': Buffer.from('the same once more'),
  'original/model.safetensors': Buffer.from('another layout'),
  'README.md': Buffer.from('read me'),
};

const siblings = (files = contents) =>
  Object.entries(files).map(([rfilename, data]) => ({
    rfilename,
    size: data.length,
    blobId: gitBlob(data),
    ...(rfilename.endsWith('.safetensors') ? { lfs: { sha256: sha256(data) } } : {}),
  }));

type Trick = (request: IncomingMessage, response: ServerResponse) => boolean | undefined;

const servers: Server[] = [];
const folders: string[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function listen(server: Server): Promise<string> {
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`),
    ),
  );
}

/** A hub that answers like Hugging Face; a trick that returns true has answered itself. */
async function hub(trick: Trick = () => false, listed: object[] = siblings(), sha = revision) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const range = request.headers.range ? ` ${request.headers.range}` : '';
    asked.push(`${request.url?.split('/').slice(5).join('/')}${range}`);
    if (trick(request, response)) return;
    if (request.url?.startsWith('/api/models/meta/llama/revision/')) {
      response.end(JSON.stringify({ sha, siblings: listed }));
      return;
    }
    const name = request.url?.split(`/meta/llama/resolve/${revision}/`)[1] ?? '';
    const data = contents[name];
    if (!data) {
      response.writeHead(404).end();
      return;
    }
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
    response.writeHead(start > 0 ? 206 : 200).end(data.subarray(start));
  });
  return { endpoint: await listen(server), asked };
}

function volume(): {
  root: string;
  folder: string;
  marker: string;
  file: (name: string) => string;
} {
  const root = mkdtempSync(join(tmpdir(), 'weights-'));
  folders.push(root);
  const folder = join(root, 'llama');
  return { root, folder, marker: join(folder, '.complete'), file: (name) => join(folder, name) };
}

type Volume = ReturnType<typeof volume>;

const download = (endpoint: string, { folder, marker }: Volume, env: NodeJS.ProcessEnv = {}) =>
  python(
    downloadWeightsScript,
    ['meta/llama', revision, folder, marker, JSON.stringify(patterns)],
    {
      HF_ENDPOINT: endpoint,
      ...env,
    },
  );

const isWeights = ({ url }: IncomingMessage) => url?.endsWith('/model.safetensors') ?? false;

/** Answers the first request for the weights in its own way, and the others as the hub does. */
function once(answer: (response: ServerResponse) => void): Trick {
  let done = false;
  return (request, response) => {
    if (done || !isWeights(request)) return false;
    done = true;
    answer(response);
    return true;
  };
}

(hasPython ? describe : describe.skip)('the download of weights', () => {
  jest.setTimeout(20_000);

  test('fetches the files that are asked for, and writes the marker last', async () => {
    const at = volume();
    const { endpoint, asked } = await hub(() => {
      expect(existsSync(at.marker)).toBe(false);
      return false;
    });
    const run = await download(endpoint, at);
    expect(run).toMatchObject({ status: 0, error: '' });
    expect(run.output).toContain('complete: 2 files, 300022 bytes');
    expect(readFileSync(at.file('config.json'))).toEqual(config);
    expect(readFileSync(at.file('model.safetensors'))).toEqual(weights);
    expect(asked.sort()).toEqual([
      'config.json',
      'model.safetensors',
      `revision/${revision}?blobs=true`,
    ]);
    for (const name of ['consolidated.safetensors', 'README.md', 'original']) {
      expect(existsSync(at.file(name))).toBe(false);
    }
    expect(JSON.parse(readFileSync(at.marker, 'utf8'))).toMatchObject({ revision });
  });

  test('asks for nothing when it has been done', async () => {
    const at = volume();
    const { endpoint, asked } = await hub();
    await download(endpoint, at);
    const before = asked.length;
    expect(await download(endpoint, at)).toMatchObject({
      status: 0,
      output: 'complete already\n',
    });
    expect(asked).toHaveLength(before);
  });

  test('goes on where a connection was cut, and where an earlier run was killed', async () => {
    const at = volume();
    const cut = once((response) => {
      response.writeHead(200, { 'Content-Length': weights.length });
      response.write(weights.subarray(0, 100_000), () => response.destroy());
    });
    const first = await hub(cut);
    expect(await download(first.endpoint, at)).toMatchObject({ status: 0 });
    expect(first.asked).toContainEqual(expect.stringMatching(/model.safetensors bytes=\d+-$/));
    expect(readFileSync(at.file('model.safetensors'))).toEqual(weights);

    const killed = volume();
    mkdirSync(killed.folder);
    writeFileSync(killed.file('model.safetensors.part'), weights.subarray(0, 200_000));
    const second = await hub();
    expect(await download(second.endpoint, killed)).toMatchObject({ status: 0 });
    expect(second.asked).toContainEqual(expect.stringContaining('bytes=200000-'));
    expect(readFileSync(killed.file('model.safetensors'))).toEqual(weights);
  });

  test('starts a file over when the store cannot resume it', async () => {
    const at = volume();
    mkdirSync(at.folder);
    writeFileSync(at.file('model.safetensors.part'), weights.subarray(0, 100));
    const { endpoint } = await hub(once((response) => response.writeHead(200).end(weights)));
    expect(await download(endpoint, at)).toMatchObject({ status: 0 });
    expect(readFileSync(at.file('model.safetensors'))).toEqual(weights);
  });

  test('fetches a file again whose checksum is wrong', async () => {
    const at = volume();
    const broken = Buffer.from(weights);
    broken[7] = 0;
    const { endpoint } = await hub(once((response) => response.writeHead(200).end(broken)));
    const run = await download(endpoint, at);
    expect(run.status).toBe(0);
    expect(run.output).toContain(`checksum ${sha256(broken)} is not ${sha256(weights)}, again in`);
    expect(readFileSync(at.file('model.safetensors'))).toEqual(weights);
  });

  test('gives up without a marker when the checksum stays wrong', async () => {
    const at = volume();
    const wrong = siblings().map((file) =>
      file.rfilename === 'config.json' ? { ...file, blobId: gitBlob(weights) } : file,
    );
    const { endpoint } = await hub(undefined, wrong);
    const run = await download(endpoint, at);
    expect(run).toMatchObject({ status: 1, error: 'config.json: given up after 8 tries\n' });
    expect(existsSync(at.marker)).toBe(false);
    expect(existsSync(at.file('config.json'))).toBe(false);
  });

  test('waits as long as a hub asks that is too busy', async () => {
    const busy = (headers: Record<string, string>, status = 429) =>
      once((response) => response.writeHead(status, headers).end());
    const inSeconds = await hub(busy({ 'Retry-After': '1' }));
    const started = Date.now();
    const run = await download(inSeconds.endpoint, volume());
    expect(run.output).toContain('model.safetensors: status 429, again in 1 s');
    expect(run.status).toBe(0);
    expect(Date.now() - started).toBeGreaterThan(1000);

    const date = new Date(Date.now() + 2500).toUTCString();
    const byDate = await download(
      (await hub(busy({ 'Retry-After': date }, 503))).endpoint,
      volume(),
    );
    expect(byDate.output).toMatch(/model.safetensors: status 503, again in [12] s/);
    expect(byDate.status).toBe(0);
  });

  test.each([
    [401, 'wants a token'],
    [403, 'accept the licence'],
    [404, 'no such repository, revision or file'],
  ])('is refused for good by a status of %d, with the remedy', async (status, remedy) => {
    const { endpoint, asked } = await hub((_, response) => {
      response.writeHead(status).end();
      return true;
    });
    const run = await download(endpoint, volume());
    expect(run.status).toBe(2);
    expect(run.error).toContain(remedy);
    expect(asked).toHaveLength(1);
  });

  test('is refused before it starts when the volume is too small, which names what else is on it', async () => {
    const at = volume();
    mkdirSync(join(at.root, 'old-revision'));
    const huge = siblings().map((file) => ({ ...file, size: 2 ** 60 }));
    const { endpoint, asked } = await hub(undefined, huge);
    const run = await download(endpoint, at);
    expect(run.status).toBe(2);
    expect(run.error).toMatch(
      /^2147483648.0 GiB are missing and [\d.]+ GiB are free: enlarge the volume, or delete what no pod reads any more of old-revision\nonce that is mended, delete the Job and apply it again\n$/,
    );
    expect(asked).toHaveLength(1);
  });

  test('sends the token to the hub and not to the store that the hub redirects to', async () => {
    const seen: (string | undefined)[] = [];
    const store = await listen(
      createServer((request, response) => {
        seen.push(request.headers.authorization);
        response.end(weights);
      }),
    );
    const tokens = new Set<string | undefined>();
    const { endpoint } = await hub((request, response) => {
      tokens.add(request.headers.authorization);
      if (!isWeights(request)) return false;
      response.writeHead(302, { Location: `${store}/signed` }).end();
      return true;
    });
    const at = volume();
    expect(await download(endpoint, at, { HF_TOKEN: 'hf_secret' })).toMatchObject({ status: 0 });
    expect([...tokens]).toEqual(['Bearer hf_secret']);
    expect(seen).toEqual([undefined]);
  });

  test('goes through a proxy', async () => {
    const { endpoint } = await hub();
    const through: string[] = [];
    const proxy = await listen(
      createServer(async (request, response) => {
        through.push(request.url ?? '');
        const answer = await fetch(`${endpoint}${new URL(request.url ?? '').pathname}`);
        response.end(Buffer.from(await answer.arrayBuffer()));
      }),
    );
    const env = { NO_PROXY: '', HTTP_PROXY: proxy };
    expect(await download('http://hub.invalid', volume(), env)).toMatchObject({ status: 0 });
    expect(through).toHaveLength(3);
    expect(through[0]).toContain('http://hub.invalid/api/models/meta/llama');
  });

  test.each<[string, object[], string]>([
    ['weights', siblings({ 'config.json': config }), 'no weights match *.json *.safetensors'],
    [
      'names that stay in the folder',
      [{ rfilename: '../etc.txt', size: 1, lfs: { sha256: '' } }],
      'names a file outside of its folder: ../etc.txt',
    ],
    ['sizes', [{ rfilename: 'a.json' }], 'tells no sizes'],
  ])('is refused by a hub without %s', async (_, listed, message) => {
    const { endpoint } = await hub(undefined, listed);
    const run = await download(endpoint, volume());
    expect(run.status).toBe(2);
    expect(run.error).toContain(message);
  });

  test('is refused when the hub means another revision', async () => {
    const { endpoint } = await hub(undefined, siblings(), 'f'.repeat(40));
    expect(await download(endpoint, volume())).toMatchObject({ status: 2 });
  });

  test('is refused by a certificate authority that cannot be read', async () => {
    const { endpoint } = await hub();
    const run = await download(endpoint, volume(), { CA_FILE: '/nowhere/ca.crt' });
    expect(run.status).toBe(1);
    expect(run.error).toContain('FileNotFoundError');
  });
});

(hasPython ? describe : describe.skip)('a pod whose claim is being filled', () => {
  test('waits for the marker', async () => {
    const { root } = volume();
    const marker = join(root, '.complete');
    const waiting = python(waitForWeightsScript, [marker, '10', 'the Job', '3']);
    setTimeout(() => writeFileSync(marker, ''), 500);
    expect(await waiting).toMatchObject({ status: 0, error: '' });
  });

  test('says after its bound whom to look at, with a status of its own', async () => {
    const run = await python(waitForWeightsScript, [
      '/nowhere/.complete',
      '0.2',
      'the Job of llama',
      '3',
    ]);
    expect(run).toMatchObject({
      status: 3,
      error: 'no /nowhere/.complete after 0 s: see the Job of llama\n',
    });
  });
});
