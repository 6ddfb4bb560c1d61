import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copySeedScript, primeCacheScript } from '../../src/manifests/scripts/prime-cache';

const hasPython = spawnSync('python3', ['--version']).status === 0;

/**
 * An engine that writes what it compiles to the folder of its second argument. Told to load, it
 * fails without the file; with the third argument it never gets up.
 */
const ENGINE = `
import http.server, os, sys
port, cache, broken = int(sys.argv[1]), sys.argv[2], len(sys.argv) > 3
artifact = os.path.join(cache, "artifact")
if broken:
    sys.exit(3)
if os.environ.get("VLLM_FORCE_AOT_LOAD") and not os.path.exists(artifact):
    sys.exit(4)
os.makedirs(cache, exist_ok=True)
with open(os.path.join(cache, "starts"), "a") as file:
    file.write(os.environ.get("VLLM_FORCE_AOT_LOAD", "0"))
class Handler(http.server.BaseHTTPRequestHandler):
    def answer(self):
        self.send_response(200)
        self.end_headers()
    do_GET = answer
    def do_POST(self):
        if os.environ.get("COMPILES", "1") == "1":
            open(artifact, "w").close()
        self.answer()
    def log_message(self, *_):
        pass
http.server.HTTPServer(("127.0.0.1", port), Handler).serve_forever()
`;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prime-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

interface Prime {
  readonly strict?: boolean;
  readonly seed?: string;
  readonly broken?: boolean;
  readonly env?: Record<string, string>;
}

async function prime({ strict = true, seed = '', broken = false, env = {} }: Prime = {}) {
  const port = String(await freePort());
  const cache = join(folder, 'cache');
  const engine = ['python3', '-c', ENGINE, port, cache, ...(broken ? ['broken'] : [])];
  const parameters = [port, '20', strict ? '1' : '0', cache, seed, 'llama', ...engine];
  return spawnSync('python3', ['-c', primeCacheScript, ...parameters], {
    encoding: 'utf8',
    env: { ...process.env, ...env },
    timeout: 60_000,
  });
}

const starts = () => readFileSync(join(folder, 'cache/starts'), 'utf8');

(hasPython ? describe : describe.skip)('the Job that fills a compile cache', () => {
  test('starts the engine, lets it answer once and then load what it compiled', async () => {
    const { status, stdout } = await prime();
    expect({ status, starts: starts() }).toEqual({ status: 0, starts: '01' });
    expect(stdout).toMatch(/^compiled: up in \d+ s\nloaded: up in \d+ s\n$/);
  }, 60_000);

  test('fails where the next start would compile again', async () => {
    const { status, stderr } = await prime({ env: { COMPILES: '0' } });
    expect(status).not.toBe(0);
    expect(stderr).toContain('the server ended with 4 while loading what it had compiled');
  }, 60_000);

  test('fails with its server, and leaves no half of a copy', async () => {
    const seed = join(folder, 'seed');
    const { status, stderr } = await prime({ broken: true, seed });
    expect(status).not.toBe(0);
    expect(stderr).toContain('the server ended with 3 while compiling');
    expect(existsSync(seed)).toBe(false);
  }, 60_000);

  test('puts a whole copy in the place of an old one', async () => {
    const seed = join(folder, 'seed');
    mkdirSync(seed);
    writeFileSync(join(seed, 'old'), '');
    const { status } = await prime({ strict: false, seed });
    expect({ status, kept: readdirSync(seed).sort() }).toEqual({
      status: 0,
      kept: ['artifact', 'starts'],
    });
    expect(readdirSync(folder).sort()).toEqual(['cache', 'seed']);
  }, 60_000);
});

(hasPython ? describe : describe.skip)('the copy before a server starts', () => {
  const copy = (from: string, to: string) =>
    spawnSync('python3', ['-c', copySeedScript, from, to], { encoding: 'utf8' });

  test('brings what was compiled, beside what is there', () => {
    const [seed, cache] = [join(folder, 'seed'), join(folder, 'cache')];
    mkdirSync(join(seed, 'vllm'), { recursive: true });
    writeFileSync(join(seed, 'vllm/artifact'), 'x');
    mkdirSync(join(cache, 'vllm'), { recursive: true });
    writeFileSync(join(cache, 'vllm/own'), 'y');
    expect(copy(seed, cache).status).toBe(0);
    expect(readdirSync(join(cache, 'vllm')).sort()).toEqual(['artifact', 'own']);
  });

  test('does not keep a server from starting that finds nothing', () => {
    const { status, stdout } = copy(join(folder, 'none'), join(folder, 'cache'));
    expect({ status, stdout }).toMatchObject({
      status: 0,
      stdout: expect.stringContaining('not filled yet'),
    });
  });
});
