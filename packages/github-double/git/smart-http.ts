import { spawn } from 'node:child_process';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Fault } from '../faults/fault.js';
import { faultOf } from '../faults/strike.js';
import type { Repository } from '../repositories/repository.js';
import { Refusal } from '../server/refusal.js';
import { refusalOf } from '../tokens/access.js';
import { authenticate } from '../tokens/authenticate.js';
import type { Caller } from '../tokens/caller.js';
import type { World } from '../world/world.js';
import { readCgiHead } from './cgi.js';
import { announceMove } from './move-ref.js';

interface Params {
  owner: string;
  repo: string;
  '*': string;
}

/** Clone, fetch and push over HTTP: git's own `http-backend` serves the bare repositories. */
export function mountGit(app: FastifyInstance, world: World): void {
  app.route<{ Params: Params }>({
    method: ['GET', 'POST'],
    url: '/:owner/:repo/*',
    handler: (request, reply) => serveGit(world, request, reply),
  });
}

async function serveGit(
  world: World,
  request: FastifyRequest<{ Params: Params }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const { owner, repo, '*': rest } = request.params;
  const pushes = rest === 'git-receive-pack' || request.url.endsWith('service=git-receive-pack');
  const entry = world.log.begin({
    at: world.clock.now(),
    method: request.method,
    path: request.url,
    route: null,
    token: '',
  });
  const fault = faultOf(request, entry);
  const admitted = admit(world, request.headers.authorization, `${owner}/${repo.replace(/\.git$/, '')}`, pushes);
  if (admitted instanceof Refusal) {
    entry.status = admitted.status;
    return reply.code(admitted.status).header('www-authenticate', 'Basic realm="GitHub"').send(`${admitted.message}\n`);
  }
  entry.status = 200;
  const { repository, caller } = admitted;
  const before = new Map(repository.git.refs.list('refs/').map(({ name, sha }) => [name, sha]));
  const sent = sendingOf(fault);
  await runBackend(request, reply, repository, { rest, sent });
  if (rest === 'git-receive-pack') announcePush(world, repository, caller, before, entry.effects);
  if (sent !== 'all') reply.raw.socket?.resetAndDestroy();
  else reply.raw.end(); // only now, so that whoever pushed finds what the push has set off
  return reply;
}

/** Git asks without a token first, and asks again when it hears 401. */
function admit(world: World, authorization: string | undefined, fullName: string, pushes: boolean) {
  try {
    const caller = authenticate(world, authorization, world.clock.now());
    const repository = world.repository(fullName);
    const refusal = repository
      ? refusalOf(world, caller, repository, pushes ? 'contents:write' : 'contents:read')
      : null;
    if ((!repository || refusal) && caller.kind === 'anonymous') return new Refusal(401, 'No anonymous write access.');
    if (!repository) return new Refusal(404, 'Repository not found.');
    return refusal ?? { repository, caller };
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

/** How much of git's answer the client gets to see. */
type Sending = 'all' | 'half' | 'nothing';

const sendingOf = (fault: Fault | null): Sending =>
  fault?.kind === 'reset-after' ? 'nothing' : fault?.kind === 'truncated' ? 'half' : 'all';

async function runBackend(
  request: FastifyRequest,
  reply: FastifyReply,
  { git }: Repository,
  { rest, sent }: { readonly rest: string; readonly sent: Sending },
): Promise<void> {
  const { headers, method, url } = request;
  const variables = {
    GIT_PROJECT_ROOT: git.onDisk(),
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: `/${rest}`,
    REQUEST_METHOD: method,
    QUERY_STRING: url.split('?')[1] ?? '',
    CONTENT_TYPE: headers['content-type'] ?? '',
    CONTENT_LENGTH: headers['content-length'] ?? '',
    HTTP_CONTENT_ENCODING: headers['content-encoding'] ?? '',
    GIT_PROTOCOL: String(headers['git-protocol'] ?? ''),
    REMOTE_USER: 'token',
  };
  const settings = Object.entries(variables).map(([name, value]) => `${name}=${value}`);
  // env, so that git is found on the PATH of whoever started us without our reading it
  const backend = spawn('env', ['-u', 'GIT_DIR', ...settings, 'git', 'http-backend'], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const asked = request.body as Readable | undefined; // see the content type parser
  if (asked) asked.pipe(backend.stdin);
  else backend.stdin.end();
  backend.stdin.on('error', () => undefined); // it may stop reading before the client stops sending
  const ended = new Promise((resolve) => backend.once('close', resolve));
  const head = await readCgiHead(backend.stdout);
  reply.hijack();
  if (sent === 'all') {
    reply.raw.writeHead(head.status, head.headers);
    reply.raw.write(head.rest);
    backend.stdout.pipe(reply.raw, { end: false });
    await ended;
    return;
  }
  const body = Buffer.concat([head.rest, await buffer(backend.stdout)]);
  await ended;
  if (sent === 'nothing') return;
  reply.raw.writeHead(head.status, head.headers);
  await new Promise((resolve) => reply.raw.write(body.subarray(0, Math.floor(body.length / 2)), resolve));
}

function announcePush(
  world: World,
  repository: Repository,
  caller: Caller,
  before: ReadonlyMap<string, string>,
  effects: { kind: string; repository: string }[],
): void {
  repository.git.refs.fromDisk();
  const after = new Map(repository.git.refs.list('refs/').map(({ name, sha }) => [name, sha]));
  for (const ref of new Set([...before.keys(), ...after.keys()])) {
    const move = { ref, before: before.get(ref) ?? null, after: after.get(ref) ?? null };
    if (move.before === move.after) continue;
    const kind = move.before === null ? 'ref-created' : move.after === null ? 'ref-deleted' : 'ref-updated';
    effects.push({ kind, repository: repository.fullName, ...move });
    announceMove(world, repository, caller, move, world.clock.now());
  }
}
