import { readFileSync } from 'node:fs';
import { parseAllDocuments } from 'yaml';
import { manifest } from '../../build/cache';
import type { KubeObject } from '../objects';

export interface WebhookServer {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly caBundle: string;
}

interface Webhook {
  readonly clientConfig: { readonly service: { readonly path: string } };
  readonly objectSelector?: object;
}

/** The webhooks of a source, with the server that answers them here. */
export function webhooksOf(
  file: string,
  server: WebhookServer,
  change: (webhook: Webhook) => object = (webhook) => webhook,
): KubeObject[] {
  const { namespace, service: name, port, caBundle } = server;
  return parseAllDocuments(readFileSync(manifest(file), 'utf8'))
    .map((document) => document.toJS())
    .filter(Boolean)
    .map((configuration) => ({
      ...configuration,
      metadata: { name: `${namespace}-${configuration.metadata.name}` },
      webhooks: configuration.webhooks.map((webhook: Webhook) => {
        const { path } = webhook.clientConfig.service;
        return {
          ...change(webhook),
          clientConfig: { caBundle, service: { namespace, name, port, path } },
        };
      }),
    }));
}
