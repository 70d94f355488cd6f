import type { FastifyInstance } from 'fastify';
import type { World } from '../world/world.js';
import { content, page } from './page.js';

/** Real milliseconds between two looks at the world. */
const lookEvery = 500;

/** The page for people, at the root of the server's host. */
export function mountPage(app: FastifyInstance, world: World): void {
  app.get('/', (_request, reply) => reply.type('text/html; charset=utf-8').send(page(world).text));

  app.get('/changes', (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    let last = '';
    const look = (): void => {
      const { text } = content(world);
      if (text !== last) reply.raw.write(`data: ${JSON.stringify(text)}\n\n`);
      last = text;
    };
    look();
    const timer = setInterval(look, lookEvery);
    request.raw.once('close', () => clearInterval(timer));
  });
}
