import { mkdirSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { ContainerSpec } from './container';
import type { Installation } from './install';
import { Pod } from './kubelet';
import { mounted, type RenderedService } from './service';
import { type Place, runnable } from './substitutions';

/** Pods of the rendered service, each with folders of its own and one claim for all. */
export class Replicas {
  private readonly pods: Pod[] = [];
  private count = 0;

  public constructor(
    private readonly service: RenderedService,
    private readonly engine: Installation,
    private readonly folder: string,
  ) {}

  /** Starts a pod of the rendered container, or of a changed one. */
  public async start(spec?: ContainerSpec, graceSeconds = this.service.graceSeconds): Promise<Pod> {
    const name = `pod-${this.count++}`;
    const place = await this.place(name);
    for (const folder of [place.cacheFolder, place.temporaryFolder]) {
      mkdirSync(folder, { recursive: true });
    }
    const run = runnable(spec ?? this.service.container, place);
    const pod = new Pod(name, run, graceSeconds, join(this.folder, `${name}.log`));
    if (!spec) this.pods.push(pod);
    return pod;
  }

  /** So many Ready pods as rendered; those that are missing are started together. */
  public async ready(count: number): Promise<Pod[]> {
    const up = this.pods.filter((pod) => pod.container.isRunning && !pod.deletedAt);
    while (up.length < count) up.push(await this.start());
    return Promise.all(up.slice(0, count).map((pod) => pod.ready()));
  }

  /** Where a pod of this name has what the cluster would give it. */
  public async place(name: string): Promise<Place> {
    return {
      modelFolder: this.modelFolder,
      cacheFolder: join(this.folder, name, 'cache'),
      temporaryFolder: join(this.folder, name, 'tmp'),
      compileCacheFolder: this.compileCacheFolder,
      port: await freePort(),
      path: `${this.engine.bin}:/usr/local/bin:/usr/bin:/bin`,
    };
  }

  public get modelFolder(): string {
    return join(this.folder, mounted.model);
  }

  /** The claim of compiled artifacts. */
  public get compileCacheFolder(): string {
    return join(this.folder, mounted.compileCache);
  }
}

function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    }),
  );
}
