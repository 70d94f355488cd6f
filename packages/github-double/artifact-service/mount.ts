import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { LogEntry } from '../log/log.js';
import { store } from '../storage/blobs.js';
import type { World } from '../world/world.js';
import { methods } from './methods.js';
import { scopeOf } from './runtime-token.js';
import { fieldsOf, TwirpError } from './twirp.js';
import { commit, type Upload, uploadAt } from './uploads.js';

/** The runner's artifact service (`ACTIONS_RESULTS_URL` is the storage host) and the blobs behind it. */
export function mountArtifactService(app: FastifyInstance, world: World): void {
  app.post<{ Params: { method: string } }>(
    '/twirp/github.actions.results.api.v1.ArtifactService/:method',
    async (request, reply) => {
      const entry = begin(world, request, 'runtime token');
      try {
        const answer = await answerOf(world, request, entry);
        entry.status = 200;
        return await reply.send(answer);
      } catch (error) {
        if (!(error instanceof TwirpError)) throw error;
        entry.status = error.status;
        return reply.code(error.status).send({ code: error.code, msg: error.message });
      }
    },
  );
  app.put<{ Querystring: BlobQuery }>('/artifacts/*', async (request, reply) => {
    const entry = begin(world, request, 'signed address');
    const { pathname } = new URL(request.url, world.urls.storage);
    const upload = uploadAt(world, pathname.slice(1), request.query.sig);
    entry.status = upload ? await put(world, upload, request) : 403;
    return finish(reply, entry, world);
  });
}

interface BlobQuery {
  readonly comp?: string;
  readonly blockid?: string;
  readonly sig?: string;
}

const begin = (world: World, { method, url }: FastifyRequest, token: string): LogEntry =>
  world.log.begin({ at: world.clock.now(), method, path: url, route: null, token });

const bodyOf = (request: FastifyRequest): Readable => request.body as Readable; // see the content type parser

async function answerOf(
  world: World,
  request: FastifyRequest<{ Params: { method: string } }>,
  entry: LogEntry,
): Promise<object> {
  const scope = scopeOf(world, request.headers.authorization);
  if (!scope) throw new TwirpError('unauthenticated', 'the runtime token was not given out here');
  const method = methods[request.params.method];
  if (!method) throw new TwirpError('not_found', `no method ${request.params.method}`);
  const fields = fieldsOf(await text(bodyOf(request)));
  entry.body = fields;
  return method({ world, scope, fields, entry });
}

/** Azure's "Put Block", "Put Block List" and "Put Blob"; returns the status. */
async function put(world: World, upload: Upload, request: FastifyRequest<{ Querystring: BlobQuery }>): Promise<number> {
  const { comp, blockid } = request.query;
  if (comp === 'block' && blockid !== undefined) {
    upload.blocks.set(blockid, await store(world, bodyOf(request)));
    return 201;
  }
  if (comp === 'blocklist') {
    const ids = [...(await text(bodyOf(request))).matchAll(/<(?:Latest|Uncommitted)>([^<]+)</g)];
    const complete = await commit(
      world,
      upload,
      ids.map(([, id = '']) => id),
    );
    return complete ? 201 : 400;
  }
  if (comp !== undefined || request.headers['x-ms-blob-type'] !== 'BlockBlob') return 400;
  upload.bytes = await store(world, bodyOf(request));
  return 201;
}

/** Azure's client wants these headers of a success. */
function finish(reply: FastifyReply, { status, number }: LogEntry, world: World): FastifyReply {
  if (status !== 201)
    return reply
      .code(status)
      .type('text/xml')
      .send(refusal[status] ?? '');
  const date = new Date(world.clock.now()).toUTCString();
  return reply
    .code(201)
    .headers({
      date,
      etag: `"0x${number.toString(16)}"`,
      'last-modified': date,
      'x-ms-request-id': String(number),
      'x-ms-version': '2025-11-05',
    })
    .send('');
}

const refusal: Readonly<Record<number, string>> = {
  400: '<Error><Code>InvalidBlockList</Code><Message>The specified block list is invalid.</Message></Error>',
  403: '<Error><Code>AuthenticationFailed</Code><Message>Signature not valid in the specified time frame</Message></Error>',
};
