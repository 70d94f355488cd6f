import Fastify, { type FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Urls } from '../world/urls.js';

export type Hosts = Readonly<Record<keyof Urls, FastifyInstance>>;

/** How many requests came, and how many of them are not answered yet. */
export interface Activity {
  open: number;
  total: number;
}

/** Uploads and downloads have another host name than the API, so that whoever sends a token along is caught. */
const names: Readonly<Record<keyof Urls, string>> = {
  api: '127.0.0.1',
  server: '127.0.0.1',
  uploads: 'localhost',
  storage: 'localhost',
};

/** Bodies stay streams: uploads are large, and GitHub has words of its own for JSON that cannot be read. */
export function makeHosts(rewriteUrl: (url: string) => string): Hosts {
  const make = (): FastifyInstance => {
    const app = Fastify({
      exposeHeadRoutes: false,
      forceCloseConnections: true,
      routerOptions: { maxParamLength: 10_000 },
      rewriteUrl: ({ url = '/' }) => rewriteUrl(url),
    });
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    return app;
  };
  return { api: make(), server: make(), uploads: make(), storage: make() };
}

/** Each on a port of its own, free ones by default. */
export async function listen(hosts: Hosts, ports: Partial<Readonly<Record<keyof Urls, number>>>): Promise<void> {
  await Promise.all(
    Object.entries(hosts).map(([host, app]) =>
      app.listen({ host: names[host as keyof Urls], port: ports[host as keyof Urls] ?? 0 }),
    ),
  );
}

/** Known only once they listen. */
export const urlsOf = (hosts: Hosts): Urls => ({
  api: address(hosts, 'api'),
  server: address(hosts, 'server'),
  uploads: address(hosts, 'uploads'),
  storage: address(hosts, 'storage'),
});

function address(hosts: Hosts, host: keyof Urls): string {
  const { port } = hosts[host].server.address() as AddressInfo; // it listens on TCP
  return `http://${names[host]}:${port}`;
}

export function watch(hosts: Hosts): Activity {
  const activity = { open: 0, total: 0 };
  for (const { server } of Object.values(hosts)) {
    server.on('request', (_request, response) => {
      activity.open += 1;
      activity.total += 1;
      response.once('close', () => (activity.open -= 1));
    });
  }
  return activity;
}
