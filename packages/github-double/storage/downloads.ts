import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { faultOf } from '../faults/strike.js';
import { subject } from '../world/subject.js';
import type { World } from '../world/world.js';
import type { StoredBytes } from './blobs.js';
import { type Range, rangeIn } from './range.js';

interface Download {
  readonly bytes: StoredBytes;
  readonly name: string;
  readonly type: string;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
}

/** By the path's last part. */
const downloadsOf = subject<World, Map<string, Download>>(() => new Map());

/** An address on the storage host that serves the bytes without a token, for `lifetime` milliseconds. */
export function signedUrl(
  world: World,
  { lifetime, ...download }: Omit<Download, 'expiresAt'> & { readonly lifetime: number },
): string {
  const id = String(world.ids.next());
  downloadsOf(world).set(id, { ...download, expiresAt: world.clock.now() + lifetime });
  return `${world.urls.storage}/downloads/${id}?sig=${createHash('sha256').update(id).digest('hex')}`;
}

/** What is asked with a token of GitHub's is refused, as the real storage does: the signature is all that counts. */
export function mountDownloads(app: FastifyInstance, world: World): void {
  app.get<{ Params: { id: string } }>('/downloads/:id', (request, reply) => {
    const { authorization, range: wanted } = request.headers;
    const at = world.clock.now();
    const entry = world.log.begin({ at, method: 'GET', path: request.url, route: null, token: 'signed address' });
    faultOf(request, entry);
    const download = downloadsOf(world).get(request.params.id);
    const range = download ? rangeIn(wanted, download.bytes.size) : null;
    if (!download) entry.status = 404;
    else if (authorization) entry.status = 400;
    else if (at >= download.expiresAt) entry.status = 403;
    else if (!range) entry.status = 416;
    else {
      entry.status = wanted === undefined ? 200 : 206;
      return sendRange(reply.code(entry.status), download, range);
    }
    return reply
      .code(entry.status)
      .type('text/xml')
      .send(refusal[entry.status] ?? '');
  });
}

function sendRange(reply: FastifyReply, { bytes, name, type }: Download, { start, end }: Range): FastifyReply {
  return reply
    .headers({
      'accept-ranges': 'bytes',
      'content-type': type,
      'content-length': end - start,
      'content-disposition': `attachment; filename="${name.replace(/["\\\r\n]/g, '_')}"`,
      ...(reply.statusCode === 206 ? { 'content-range': `bytes ${start}-${end - 1}/${bytes.size}` } : {}),
    })
    .send(bytes.read(start, end));
}

/** As the storages behind GitHub word them. */
const refusal: Readonly<Record<number, string>> = {
  400: '<Error><Code>InvalidArgument</Code><Message>Only one auth mechanism allowed</Message></Error>',
  403: '<Error><Code>AuthenticationFailed</Code><Message>Signature not valid in the specified time frame</Message></Error>',
  404: '<Error><Code>BlobNotFound</Code><Message>The specified blob does not exist.</Message></Error>',
  416: '<Error><Code>InvalidRange</Code><Message>The range specified is invalid for the current size of the resource.</Message></Error>',
};
