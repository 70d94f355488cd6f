import { setImmediate as turn } from 'node:timers/promises';
import { type Double, type Fault, withDouble } from '@slipway/github-double';
import type { Ledger } from '@slipway/operations/ports';
import { acme, aClient, core } from '../client/a-client.js';
import { refLedger } from './ref-ledger.js';

function ledgerOn(double: Double): Ledger {
  let writes = 0;
  return refLedger({ client: aClient(double), repository: core, id: () => String((writes += 1)) });
}

const trees = 'POST /repos/{owner}/{repo}/git/trees';
const commits = 'POST /repos/{owner}/{repo}/git/commits';
const createRef = 'POST /repos/{owner}/{repo}/git/refs';
const moveRef = 'PATCH /repos/{owner}/{repo}/git/refs/{ref}';

const readRef = 'GET /repos/{owner}/{repo}/git/matching-refs/{ref}';
const oneRef = 'GET /repos/{owner}/{repo}/git/ref/{ref}';
const oneCommit = 'GET /repos/{owner}/{repo}/git/commits/{commit_sha}';
const contents = 'GET /repos/{owner}/{repo}/contents/{path}';
const log = 'GET /repos/{owner}/{repo}/commits';

/** Too large for a message. */
const large = 'x'.repeat(100_000);

const faults: readonly Fault[] = [
  { kind: 'unavailable', status: 502 },
  { kind: 'secondary-limit', status: 403, retryAfter: 60 },
  { kind: 'secondary-limit', status: 429 },
  { kind: 'reset-before' },
  { kind: 'reset-after' },
  { kind: 'truncated' },
  { kind: 'slow', ms: 60_000 },
];

test.each(faults)('a record is written once, and read, although each request meets %j', (fault) =>
  withDouble(acme(), async (double) => {
    const ledger = ledgerOn(double);
    const routes = [trees, commits, createRef, moveRef, readRef, oneCommit, contents, log] as const;
    for (const on of routes) double.faults.add({ fault, on });

    const first = await double.drive(ledger.write('state', 1, null));
    const revision = first.status === 'written' ? first.revision : null;
    const second = await double.drive(ledger.write('state', large, revision));
    const record = await double.drive(ledgerOn(double).read('state'));
    const history = await double.drive(ledger.history('state'));

    expect([first.status, second.status, record?.value]).toEqual(['written', 'written', large]);
    expect(history.map(({ value }) => value)).toEqual([large, 1]);
    expect(double.log.effects('ref-created')).toHaveLength(1);
    expect(double.log.entries.filter((entry) => entry.fault !== undefined)).toHaveLength(routes.length);
  }),
);

/** Waits for something that happens without the clock. */
async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await turn();
}

async function replace(ledger: Ledger, value: string): Promise<void> {
  const record = await ledger.read('state');
  const { status } = await ledger.write('state', value, record?.revision ?? null);
  expect([record?.value, status]).toEqual(['ours', 'written']);
}

test('a creation whose answer was lost, and which others have built upon since, is written and not lost', () =>
  withDouble(acme(), async (double) => {
    const [ledger, other] = [ledgerOn(double), ledgerOn(double)];
    double.faults.add({ fault: { kind: 'reset-after' }, on: createRef });
    double.faults.add({ fault: { kind: 'unavailable', status: 503 }, on: readRef });

    const work = ledger.write('state', 'ours', null);
    await until(() => double.log.count()[readRef] === 1);
    await replace(other, 'theirs');
    const result = await double.drive(work);

    expect(result.status).toBe('written');
    expect((await ledger.read('state'))?.value).toBe('theirs');
  }));

test('a move whose answer was lost, and which others have built upon since, is written and not lost', () =>
  withDouble(acme(), async (double) => {
    const [ledger, other] = [ledgerOn(double), ledgerOn(double)];
    const before = await ledger.write('state', 'before', null);
    double.faults.add({ fault: { kind: 'reset-after' }, on: moveRef });

    const work = ledger.write('state', 'ours', before.status === 'written' ? before.revision : null);
    await until(() => double.log.effects('ref-updated').length === 1);
    await replace(other, 'theirs');
    const result = await double.drive(work);

    expect(result.status).toBe('written');
    expect((await ledger.read('state'))?.value).toBe('theirs');
  }));

/** How many charged requests the work takes. */
async function costOf(double: Double, work: Promise<unknown>): Promise<number> {
  const before = double.log.entries.length;
  await work;
  return double.log.entries.slice(before).filter((entry) => entry.charged).length;
}

test('a write costs two requests, and a third for the first one of all; reading what has not changed, or is still not there, costs nothing', () =>
  withDouble(acme(), async (double) => {
    const [writer, reader] = [ledgerOn(double), ledgerOn(double)];
    const cost = (work: Promise<unknown>) => costOf(double, work);

    const missing = [await cost(reader.read('state')), await cost(reader.read('state'))];
    const written = [await cost(writer.write('state', 1, null)), await cost(writer.write('other', 1, null))];
    const there = [await cost(reader.read('state')), await cost(reader.read('state'))];
    const writtenByReader = await cost(reader.write('third', 1, null));
    const history = await cost(reader.history('state'));

    expect(missing).toEqual([1, 0]);
    expect(written).toEqual([3, 2]);
    expect(there).toEqual([2, 0]);
    expect(writtenByReader).toBe(2);
    expect(history).toBe(1);
  }));

test('a record that is too large for a message stands in a file, and the next small one in the message again', () =>
  withDouble(acme(), async (double) => {
    const ledger = ledgerOn(double);
    const first = await ledger.write('state', large, null);
    const second = await ledger.write('state', 'small', first.status === 'written' ? first.revision : null);

    const history = await ledgerOn(double).history('state');

    expect(second.status).toBe('written');
    expect(history.map(({ value }) => value)).toEqual(['small', large]);
    const sizes = double.log.entries.map(({ body }) => JSON.stringify(body ?? '').length);
    expect(sizes.filter((size) => size > large.length)).toHaveLength(1);
  }));

test('a message mentions nobody and refers to no issue, whatever is recorded', () =>
  withDouble(acme(), async (double) => {
    const value = { 'by @ada': 'closes #12, acme/core#7' };

    await ledgerOn(double).write('state', value, null);

    const sent = double.log.entries.find(({ route }) => route === commits)?.body;
    expect(JSON.stringify(sent)).not.toMatch(/[@#]/);
    expect((await ledgerOn(double).read('state'))?.value).toEqual(value);
  }));

test('a repository that cannot be written to is told by permission, one without commits as what it is', () =>
  withDouble(acme().repository('acme/empty', { files: {} }), async (double) => {
    const token = double.token({ kind: 'workflow', repository: 'acme/core', permissions: { contents: 'read' } });
    const readOnly = refLedger({ client: aClient(double, { token }), repository: core, id: () => '1' });
    const empty = refLedger({ client: aClient(double), repository: { owner: 'acme', repo: 'empty' }, id: () => '1' });

    await expect(readOnly.write('state', 1, null)).rejects.toThrow('needs contents: write on acme/core');
    await expect(empty.write('state', 1, null)).rejects.toThrow('409 Git Repository is empty.');
  }));

test('a commit that holds no record is told with what to do', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);
    const main = await client.send(oneRef, { ...core, ref: 'heads/main' });
    await client.create(createRef, { ...core, ref: 'refs/slipway/state@', sha: main.object.sha });

    await expect(ledgerOn(double).read('state')).rejects.toThrow(
      `commit ${main.object.sha} holds no record of a ledger`,
    );
  }));

test('refs of other people below refs/slipway are no records', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);
    const main = await client.send(oneRef, { ...core, ref: 'heads/main' });
    await client.create(createRef, { ...core, ref: 'refs/slipway/note', sha: main.object.sha });

    expect(await ledgerOn(double).list('')).toEqual([]);
  }));
