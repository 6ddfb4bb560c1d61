import {
  createServer,
  type IncomingMessage,
  request,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Pod } from './kubelet';

/**
 * The Service and what stands before it: requests go round the Ready pods, one connection each,
 * and still to a deleted one until its deletion has propagated. Nothing is tried again.
 */
export class ServiceProxy {
  /** Requests that went to a pod after its deletion. */
  public late = 0;
  private readonly server: Server;
  private turn = 0;

  public constructor(
    private readonly pods: readonly Pod[],
    private readonly propagationSeconds: number,
  ) {
    this.server = createServer((incoming, outgoing) => this.forward(incoming, outgoing));
  }

  public listen(): Promise<number> {
    return new Promise((resolve) =>
      this.server.listen(0, '127.0.0.1', () =>
        resolve((this.server.address() as AddressInfo).port),
      ),
    );
  }

  public close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private forward(incoming: IncomingMessage, outgoing: ServerResponse): void {
    const routable = this.pods.filter((pod) => pod.isRoutable(this.propagationSeconds));
    if (routable.length === 0) {
      outgoing.writeHead(503).end();
      return;
    }
    this.turn += 1;
    const pod = routable[this.turn % routable.length];
    if (pod.deletedAt !== undefined) this.late += 1;
    const port = pod.container.port();
    const { method, url, headers } = incoming;
    const upstream = request(
      { host: '127.0.0.1', port, method, path: url, headers, agent: false },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
        answer.on('error', () => outgoing.destroy());
      },
    );
    upstream.on('error', () => outgoing.destroy());
    outgoing.on('close', () => upstream.destroy());
    incoming.pipe(upstream);
  }
}
