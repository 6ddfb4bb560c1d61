import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { EngineFleet } from './fleet';

export interface FleetServer {
  readonly port: number;
  readonly close: () => Promise<void>;
}

/**
 * Answers every scrape on one loopback port: `/pods/NAMESPACE/NAME/metrics` for the pod of that
 * name, `/kube-state-metrics/metrics` for the cluster.
 */
export async function serveFleet(fleet: EngineFleet): Promise<FleetServer> {
  const server = createServer((request, response) => answer(fleet, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TEXT = { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' };

function answer(fleet: EngineFleet, request: IncomingMessage, response: ServerResponse): void {
  const path = new URL(request.url ?? '/', 'http://127.0.0.1').pathname;
  const pod = /^\/pods\/([^/]+)\/([^/]+)\/metrics$/.exec(path);
  if (!pod && path !== '/kube-state-metrics/metrics') {
    response.writeHead(404).end('ask /pods/NAMESPACE/NAME/metrics\n');
    return;
  }
  const text = pod ? fleet.scrape(pod[1], pod[2]) : fleet.kubeState();
  // A server that loads its model does not listen yet: no answer, rather than one without metrics.
  if (text === undefined) request.socket.resetAndDestroy();
  else response.writeHead(200, TEXT).end(text);
}
