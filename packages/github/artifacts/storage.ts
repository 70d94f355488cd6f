import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { IncomingMessage } from 'node:http';
import type { Digest } from '@slipway/domain';
import { answerTo, openRequest } from '../client/connection.js';
import { complaintOf } from '../client/failure.js';
import { inBlocks } from './in-blocks.js';

/** What was downloaded to a file. */
export interface Download {
  readonly digest: Digest;
  /** As the storage tells it, without parameters: `application/zip`. */
  readonly type: string;
}

export type DownloadResult =
  | { readonly status: 'done'; readonly download: Download }
  | { readonly status: 'too-large' }
  /** Another try may do better. */
  | { readonly status: 'broken'; readonly what: string };

/** Downloads to a new file, or one that is overwritten, and hashes on the way. Throws where the disk does not take it. */
export async function downloadTo(path: string, address: string, mostBytes: number): Promise<DownloadResult> {
  const answer = await answerFrom(address).catch(broken);
  if ('status' in answer) return answer;
  const hash = createHash('sha256');
  const file = await open(path, 'w');
  try {
    const blocks = inBlocks(file);
    let size = 0;
    for await (const chunk of received(answer)) {
      if (!(chunk instanceof Uint8Array)) return chunk;
      size += chunk.length;
      if (size > mostBytes) return { status: 'too-large' };
      hash.update(chunk);
      await blocks.add(chunk);
    }
    await blocks.end();
  } finally {
    await file.close();
  }
  const type = (answer.headers['content-type'] ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  return { status: 'done', download: { digest: `sha256:${hash.digest('hex')}`, type } };
}

const mostRedirects = 5;

/** Nothing that tells who we are: the address alone is the permission, and is for another host. Packed on the way, bytes had another digest. */
async function answerFrom(address: string, redirects = 0): Promise<IncomingMessage | Broken> {
  const request = openRequest(address, { method: 'GET', headers: { 'accept-encoding': 'identity' } });
  request.end();
  const answer = await answerTo(request);
  const { statusCode: status = 0, headers } = answer;
  if (status === 200) return answer;
  answer.destroy();
  if (status > 300 && status < 400 && headers.location !== undefined && redirects < mostRedirects)
    return answerFrom(new URL(headers.location, address).href, redirects + 1);
  return { status: 'broken', what: `the storage answers ${status}` };
}

type Broken = Extract<DownloadResult, { status: 'broken' }>;

/** A connection that ends too early is told as the last item: what the disk throws must not pass for it. */
async function* received(body: IncomingMessage): AsyncGenerator<Buffer | Broken> {
  try {
    yield* body;
  } catch (error) {
    yield broken(error);
  }
}

const broken = (error: unknown): Broken => ({ status: 'broken', what: complaintOf(error) });
