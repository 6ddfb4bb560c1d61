import { createServer } from 'node:net';

// Below the range from which systems give ports to connections: one of those could take a port
// between the look and the start of its program.
const FIRST = 20_000;
const LAST = 30_000;

/** So many ports of the loopback address that nobody uses. */
export async function freePorts(count: number): Promise<number[]> {
  const found: number[] = [];
  let port = FIRST + Math.floor(Math.random() * (LAST - FIRST - 50 * count));
  for (; found.length < count && port < LAST; port += 1) if (await isFree(port)) found.push(port);
  if (found.length < count) throw new Error(`no ${count} free ports from ${FIRST} to ${LAST}`);
  return found;
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.on('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
