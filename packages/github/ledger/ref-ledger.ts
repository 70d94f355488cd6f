import { ReleaseError } from '@slipway/domain';
import type { Json, Ledger, LedgerRecord, Revision, WriteResult } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import { Refusal } from '../client/refusal.js';
import { fullName, type Repository } from '../client/repository.js';
import { file, messageOf, mostInMessage, recordIn } from './message.js';
import { folderRef, keyOfRef, refOfKey } from './ref-names.js';

export interface RefLedgerOptions {
  readonly client: Client;
  readonly repository: Repository;
  /** A name that nobody else has, anew for each write: two writers of one value in one second must not make one commit. */
  readonly id: () => string;
}

/** How many revisions of a record are told; the repository keeps them all. */
const told = 8;

/** How far back we look for a commit of ours that others have built upon already. */
const lookedThrough = 100;

/** How often a ref is to be created while answers are lost. */
const mostTries = 5;

/**
 * A ledger in the refs of a repository, `refs/slipway/…`: each write is a commit on top of the revision that was read, and a ref that only moves
 * forward lets one of two such commits in. Revisions are commits. A record stands in its commit's message, which saves a request each time;
 * a large one in a file.
 */
export function refLedger({ client, repository, id }: RefLedgerOptions): Ledger {
  const git = '/repos/{owner}/{repo}/git';
  /** By key: a commit never changes, so what is read every minute is fetched once, and what we wrote never. */
  const lastRead = new Map<string, LedgerRecord>();
  /** A tree of ours, for commits that need none: GitHub has refused that of no files, which every repository has (r-lib/gert#149). */
  let anyTree: string | null = null;

  /**
   * Asked of a list: that a ref is still not there is free to hear again, as an empty list has an ETag and a 404 has none. Of the same list that
   * `list` asks for, so that who has just looked what there is reads it for nothing.
   */
  async function tipOf(ref: string): Promise<Revision | null> {
    const folder = ref.slice(0, ref.lastIndexOf('/') + 1);
    const listed = folder === `${folderRef('')}/` ? ref : folder;
    const found = await client.send(`GET ${git}/matching-refs/{ref}`, { ...repository, ref: listed });
    return found.find((one) => one.ref === `refs/${ref}`)?.object.sha ?? null;
  }

  async function recordAt(revision: Revision): Promise<LedgerRecord> {
    const found = await client.find(`GET ${git}/commits/{commit_sha}`, { ...repository, commit_sha: revision });
    if (found && recordIn(found.message) !== null) anyTree = found.tree.sha;
    return recordOf(revision, found?.message ?? '');
  }

  async function recordOf(revision: Revision, message: string): Promise<LedgerRecord> {
    const text: unknown = recordIn(message) ?? (await fileAt(revision));
    return { value: parsed(text, repository, revision), revision };
  }

  async function fileAt(revision: Revision): Promise<unknown> {
    const raw = { mediaType: { format: 'raw' } };
    const parameters = { ...repository, path: file, ref: revision, ...raw };
    return client.find('GET /repos/{owner}/{repo}/contents/{path}', parameters);
  }

  /** The commit and those before it, newest first, with their messages. */
  async function historyOf(revision: Revision, count: number): Promise<readonly Commit[]> {
    const parameters = { ...repository, sha: revision, per_page: count };
    const listed = await client.send('GET /repos/{owner}/{repo}/commits', parameters);
    const commits = listed.map(({ sha, parents, commit: { message } }) => ({ sha, parent: parents[0]?.sha, message }));
    return firstParents(new Map(commits.map((one) => [one.sha, one])), revision);
  }

  async function treeWith(path: string, content: string): Promise<string> {
    const entry = { path, mode: '100644', type: 'blob', content } as const;
    return (await client.send(`POST ${git}/trees`, { ...repository, tree: [entry] })).sha;
  }

  async function commit(key: string, value: Json, parent: Revision | null): Promise<Revision> {
    const text = JSON.stringify(value);
    const isShort = Buffer.byteLength(text) <= mostInMessage;
    if (isShort) anyTree ??= await treeWith('README.md', 'The record stands in the message of this commit.\n');
    const tree = (isShort && anyTree) || (await treeWith(file, `${text}\n`));
    const message = messageOf(key, isShort ? text : null, id());
    const parents = parent === null ? [] : [parent];
    return (await client.send(`POST ${git}/commits`, { ...repository, message, tree, parents })).sha;
  }

  async function create(ref: string, sha: Revision): Promise<WriteResult> {
    for (let tries = 1; tries <= mostTries; tries += 1) {
      const made = await client.create(`POST ${git}/refs`, { ...repository, ref: `refs/${ref}`, sha });
      const outcome = made.status === 'done' ? written(sha) : await outcomeOf(ref, sha);
      if (outcome.status === 'written' || outcome.winner !== null) return outcome;
    }
    throw unsettled(repository, ref);
  }

  async function move(ref: string, sha: Revision): Promise<WriteResult> {
    try {
      await client.send(`PATCH ${git}/refs/{ref}`, { ...repository, ref, sha, force: false });
      return written(sha);
    } catch (error) {
      if (error instanceof Refusal && isLostRace(error)) return outcomeOf(ref, sha);
      throw error;
    }
  }

  /** A request whose answer was lost, and was sent again, can lose to those who came after it: so it looks whether our commit went in. */
  async function outcomeOf(ref: string, sha: Revision): Promise<WriteResult> {
    const tip = await tipOf(ref);
    const isIn = tip !== null && (tip === sha || (await historyOf(tip, lookedThrough)).some((one) => one.sha === sha));
    return isIn ? written(sha) : { status: 'lost', winner: tip };
  }

  return {
    async read(key) {
      const tip = await tipOf(refOfKey(key));
      if (tip === null) return null;
      const last = lastRead.get(key);
      if (last?.revision === tip) return last;
      const record = await recordAt(tip);
      lastRead.set(key, record);
      return record;
    },
    async write(key, value, expected) {
      const ref = refOfKey(key);
      const sha = await commit(key, value, expected);
      const result = expected === null ? await create(ref, sha) : await move(ref, sha);
      if (result.status === 'written') lastRead.set(key, { value, revision: sha });
      return result;
    },
    async list(prefix) {
      const folder = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0));
      const ref = `${folderRef(folder)}/`;
      const refs = await client.send(`GET ${git}/matching-refs/{ref}`, { ...repository, ref });
      const keys = refs.flatMap((one) => keyOfRef(one.ref) ?? []);
      return keys.filter((key) => key.startsWith(prefix)).sort();
    },
    async history(key) {
      const tip = await tipOf(refOfKey(key));
      if (tip === null) return [];
      return Promise.all((await historyOf(tip, told)).map(({ sha, message }) => recordOf(sha, message)));
    },
    obstacle: async () => null,
  };
}

interface Commit {
  readonly sha: Revision;
  readonly parent: Revision | undefined;
  readonly message: string;
}

/** From parent to parent: the order of a list is nobody's promise, where clocks differ. */
function firstParents(commits: ReadonlyMap<Revision, Commit>, tip: Revision): readonly Commit[] {
  const chain: Commit[] = [];
  for (let at = commits.get(tip); at; at = commits.get(at.parent ?? '')) chain.push(at);
  return chain;
}

const written = (revision: Revision): WriteResult => ({ status: 'written', revision });

/** GitHub's words for a ref that stands elsewhere, and for one that is not there; both come as 422. */
const isLostRace = ({ status, failure }: Refusal): boolean =>
  status === 422 && /not a fast forward|Reference does not exist/i.test(failure.message);

function parsed(text: unknown, repository: Repository, revision: Revision): Json {
  try {
    if (typeof text !== 'string') throw new SyntaxError(`there is no ${file}`);
    const value: Json = JSON.parse(text);
    return value;
  } catch (cause) {
    throw new ReleaseError(
      [
        {
          code: 'conflict',
          severity: 'error',
          what: `commit ${revision} holds no record of a ledger`,
          where: fullName(repository),
          remedy: 'move its ref below refs/slipway back to the commit before, or delete it to begin anew',
        },
      ],
      { cause },
    );
  }
}

const unsettled = (repository: Repository, ref: string): ReleaseError =>
  new ReleaseError([
    {
      code: 'unavailable',
      severity: 'error',
      what: `GitHub does not say whether refs/${ref} was created`,
      where: fullName(repository),
      remedy: 'run again later: what was done is kept',
    },
  ]);
