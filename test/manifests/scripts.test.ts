import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Server } from 'node:net';
import { drainScript } from '../../src/manifests/scripts/drain';
import { groupLivenessScript } from '../../src/manifests/scripts/group-liveness';
import {
  workerDrainScript,
  workerProbeScript,
} from '../../src/manifests/scripts/leader-connection';
import { startupScript } from '../../src/manifests/scripts/startup';

const hasPython = spawnSync('python3', ['--version']).status === 0;
const onLinux = hasPython && existsSync('/proc/net/tcp');
const asInit = ['--user', '--map-root-user', '--pid', '--fork', '--mount-proc', '--kill-child'];
const hasNamespaces = onLinux && spawnSync('unshare', [...asInit, 'true']).status === 0;

interface Run {
  readonly status: number | null;
  readonly error: string;
  readonly seconds: number;
}

function run(script: string, ...parameters: (string | number)[]): Promise<Run> {
  const started = Date.now();
  const child = spawn('python3', ['-c', script, ...parameters.map(String)]);
  let error = '';
  child.stderr.on('data', (text) => {
    error += text;
  });
  return new Promise((resolve) =>
    child.on('exit', (status) =>
      resolve({ status, error, seconds: (Date.now() - started) / 1000 }),
    ),
  );
}

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

function listen(server: Server): Promise<number> {
  servers.push(server);
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

/** A server that answers like vLLM and remembers what it was asked. */
async function engine(
  answers: { health?: number; inFlight?: () => number; completion?: number } = {},
): Promise<{ port: number; asked: string[] }> {
  const { health = 200, inFlight = () => 0, completion = 200 } = answers;
  const asked: string[] = [];
  const handle: RequestListener = (request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/health') response.writeHead(health).end();
    if (request.url === '/v1/completions') response.writeHead(completion).end('{}');
    if (request.url === '/metrics') {
      const labels = '{engine="0",model_name="llama"}';
      response.end(
        [
          `vllm:num_requests_running${labels} ${inFlight()}.0`,
          `vllm:num_requests_waiting${labels} 0.0`,
          `vllm:num_requests_waiting_by_reason${labels} 7.0`,
        ].join('\n'),
      );
    }
  };
  return { port: await listen(createServer(handle)), asked };
}

/** A port nobody listens on. */
async function closedPort(): Promise<number> {
  const server = createTcpServer();
  const port = await listen(server);
  await new Promise((resolve) => servers.pop()?.close(resolve));
  return port;
}

/** The hook in the namespaces of a server that is PID 1. */
async function hookInside(
  server: ChildProcess,
  port: number,
  wait: number,
  bound: number,
): Promise<string[]> {
  const init = readFileSync(`/proc/${server.pid}/task/${server.pid}/children`, 'utf8').trim();
  const inside = ['--target', init, '--user', '--preserve-credentials', '--pid', '--mount'];
  return [...inside, 'python3', '-c', drainScript, ...[port, wait, bound].map(String)];
}

/** A front end with its engine; after SIGTERM so many requests are in flight as it was told. */
const front = `import http.server, signal, subprocess, sys, threading, time
running = 0
def told(*_):
    global running
    running = int(sys.argv[2])
    threading.Thread(target=end).start()
def end():
    try:
        print("engine", engine.wait(4), flush=True)
    except subprocess.TimeoutExpired:
        print("engine alive", flush=True)
    server.shutdown()
signal.signal(signal.SIGTERM, told)
command = ["VLLM::EngineCore", "-c", "import time; time.sleep(60)"]
engine = subprocess.Popen(command, executable=sys.executable)
class Front(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
        for kind, count in ("running", running), ("waiting", 0):
            self.wfile.write(f'vllm:num_requests_{kind}{{engine="0"}} {count}.0\\n'.encode())
    def log_message(self, *_): pass
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Front)
print(server.server_port, flush=True)
server.serve_forever(0.1)`;

(hasPython ? describe : describe.skip)('the drain hook', () => {
  test('waits for propagation and then until two readings in a row are idle', async () => {
    let left = 2;
    const { port, asked } = await engine({ inFlight: () => Math.max(0, left--) });
    const { status, seconds } = await run(drainScript, port, 0.5, 30);
    expect(status).toBe(0);
    expect(asked).toEqual(['/health', '/metrics', '/metrics', '/metrics', '/metrics']);
    expect(seconds).toBeGreaterThan(1.7);
  });

  test('lets an idle server go when the wait is over and the last request would show', async () => {
    const { port, asked } = await engine();
    const { status, seconds } = await run(drainScript, port, 2, 30);
    expect(status).toBe(0);
    expect(asked).toEqual(['/health', '/metrics', '/metrics']);
    expect(seconds).toBeGreaterThan(2.2);
  });

  test('stays for a request that came in the last moment of the wait', async () => {
    const readings = [0, 1, 1, 0];
    const { port, asked } = await engine({ inFlight: () => readings.shift() ?? 0 });
    const { status } = await run(drainScript, port, 1, 30);
    expect(status).toBe(0);
    expect(asked).toEqual(['/health', ...Array(5).fill('/metrics')]);
  });

  test('does not wait for a busy server beyond its bound', async () => {
    const { port } = await engine({ inFlight: () => 3 });
    const { status, seconds } = await run(drainScript, port, 0, 1);
    expect(status).toBe(0);
    expect(seconds).toBeLessThan(10);
  });

  (onLinux ? test : test.skip)('does not wait for a server that is loading or dead', async () => {
    const { port: dead, asked } = await engine({ health: 503 });
    for (const port of [await closedPort(), dead]) {
      const { status, seconds } = await run(drainScript, port, 60, 60);
      expect(status).toBe(0);
      expect(seconds).toBeLessThan(10);
    }
    expect(asked).toEqual(['/health']);
  });

  (hasNamespaces ? test : test.skip)(
    'ends a loading PID 1 that ignores signals',
    async () => {
      const deaf = `import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.signal(signal.SIGTERM, signal.SIG_IGN)
while time.process_time() < 1.2: pass
print("importing", flush=True)
while True: pass`;
      const server = spawn('unshare', [...asInit, 'python3', '-c', deaf, 'vllm']);
      const gone = once(server, 'exit');
      await once(server.stdout, 'data');
      const hook = await hookInside(server, await closedPort(), 60, 60);
      const deleted = Date.now();
      spawn('nsenter', hook);
      const giveUp = setTimeout(() => server.kill('SIGKILL'), 8000);
      await gone;
      clearTimeout(giveUp);
      expect(Date.now() - deleted).toBeLessThan(8000);
    },
    30_000,
  );

  (hasNamespaces ? test : test.skip).each([
    ['ends the engine of an idle server, whose front end then exits', 0, 'engine -9'],
    ['leaves the engine to a request that came after SIGTERM', 1, 'engine alive'],
  ])(
    '%s',
    async (_title, late, expected) => {
      const server = spawn('unshare', [...asInit, 'python3', '-c', front, 'vllm', String(late)]);
      const gone = once(server, 'exit');
      const [port] = await once(server.stdout, 'data');
      let said = '';
      server.stdout.on('data', (text) => {
        said += text;
      });
      const hook = await hookInside(server, Number(port), 0.5, 30);
      const [status] = await once(spawn('nsenter', hook), 'exit');
      await gone;
      expect([status, said.trim()]).toEqual([0, expected]);
    },
    20_000,
  );
});

(hasPython ? describe : describe.skip)('probes of a leader', () => {
  test('start only a server that has completed a token', async () => {
    const { port, asked } = await engine();
    expect(await run(startupScript, port, 5, 'llama')).toMatchObject({ status: 0 });
    expect(asked).toEqual(['/health', '/v1/completions']);
    const broken = await engine({ completion: 500 });
    expect(await run(startupScript, broken.port, 5, 'llama')).toMatchObject({
      status: 1,
      error: 'a completion of one token ended with 500\n',
    });
    const loading = await run(startupScript, await closedPort(), 5, 'llama');
    expect(loading).toMatchObject({ status: 1, error: '/health answered 0\n' });
  });

  test('accept a model that knows no completions', async () => {
    const { port } = await engine({ completion: 404 });
    expect(await run(startupScript, port, 5, 'whisper')).toMatchObject({ status: 0 });
  });

  test('try an idle group with a token and leave a busy one alone', async () => {
    const idle = await engine({ completion: 500 });
    expect(await run(groupLivenessScript, idle.port, 5, 'llama')).toMatchObject({ status: 1 });
    const busy = await engine({ inFlight: () => 5, completion: 500 });
    expect(await run(groupLivenessScript, busy.port, 5, 'llama')).toMatchObject({ status: 0 });
    expect(busy.asked).toEqual(['/health', '/metrics']);
  });
});

(onLinux ? describe : describe.skip)('a worker', () => {
  test('is alive as long as it is connected to its leader, and drains as long', async () => {
    const port = await listen(createTcpServer());
    const rank = connect(port, '127.0.0.1');
    await new Promise((resolve) => rank.on('connect', resolve));
    expect(await run(workerProbeScript, port)).toMatchObject({ status: 0 });
    const draining = run(workerDrainScript, port, 60);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    rank.destroy();
    const { status, seconds } = await draining;
    expect(status).toBe(0);
    expect(seconds).toBeGreaterThan(1.4);
    expect(seconds).toBeLessThan(20);
    expect(await run(workerProbeScript, port)).toMatchObject({
      status: 1,
      error: 'no connection to the leader\n',
    });
  });

  test('does not wait for a leader that keeps its connection for ever', async () => {
    const port = await listen(createTcpServer());
    const rank = connect(port, '127.0.0.1');
    await new Promise((resolve) => rank.on('connect', resolve));
    const { status, seconds } = await run(workerDrainScript, port, 1);
    rank.destroy();
    expect(status).toBe(0);
    expect(seconds).toBeLessThan(10);
  });
});
