import type { Json, Ledger, Revision, WriteResult } from '@slipway/operations/ports';

export interface OpenLedger {
  readonly ledger: Ledger;
  /** Another one on the same records, as another process would open it. */
  readonly second: Ledger;
  close(): Promise<void>;
}

/** What every ledger keeps to, wherever its records are. */
export function ledgerContract(name: string, open: () => Promise<OpenLedger>): void {
  describe(`${name} is a ledger`, () => {
    let opened: OpenLedger;
    beforeEach(async () => {
      opened = await open();
    });
    afterEach(() => opened.close());

    test('a record that was never written is null, has no history and is not listed', async () => {
      const { ledger } = opened;

      expect(await ledger.read('runs/set.1/state')).toBeNull();
      expect(await ledger.history('runs/set.1/state')).toEqual([]);
      expect(await ledger.list('')).toEqual([]);
    });

    test('what one writes the other reads, at the revision of the write', async () => {
      const { ledger, second } = opened;

      const revision = await written(ledger.write('runs/set.1/state', { schema: 1 }, null));

      expect(await second.read('runs/set.1/state')).toEqual({ value: { schema: 1 }, revision });
    });

    test('nothing is in the way of a record, be it there or not, and whoever asks that leaves nothing', async () => {
      const { ledger, second } = opened;

      expect(await ledger.obstacle('runs/set.1/state')).toBeNull();
      expect(await ledger.list('')).toEqual([]);
      await written(ledger.write('runs/set.1/state', 1, null));
      expect(await second.obstacle('runs/set.1/state')).toBeNull();
      expect(await second.obstacle('runs/set.1')).toBeNull();
    });

    test('a record is created once: who comes second is told the winner', async () => {
      const { ledger, second } = opened;
      const winner = await written(ledger.write('owner', 'first', null));

      const result = await second.write('owner', 'second', null);

      expect(result).toEqual({ status: 'lost', winner });
      expect(await second.read('owner')).toEqual({ value: 'first', revision: winner });
    });

    test('a write that expects a record where none is loses to nobody', async () => {
      const { ledger, second } = opened;
      const elsewhere = await written(ledger.write('a', 1, null));

      expect(await second.write('b', 1, elsewhere)).toEqual({ status: 'lost', winner: null });
      expect(await second.read('b')).toBeNull();
    });

    test('a stale writer loses, however many revisions it is behind, and changes nothing', async () => {
      const { ledger, second } = opened;
      const revisions = await writeInTurn(ledger, 'state', 20);
      const winner = revisions.at(-1);

      for (const stale of [null, ...revisions.slice(0, -1)]) {
        expect(await second.write('state', 'stale', stale)).toEqual({ status: 'lost', winner });
      }
      expect(await second.read('state')).toEqual({ value: 19, revision: winner });
    });

    test('of writers that come at the same time one wins each revision, and none is lost', async () => {
      const { ledger, second } = opened;
      const writers = [ledger, second, ledger, second, ledger, second];

      await Promise.all(writers.map((writer) => addUntilWritten(writer, 'count', 5)));

      expect((await ledger.read('count'))?.value).toBe(writers.length * 5);
    });

    test('the history begins with the newest revision and goes back without gaps', async () => {
      const { ledger, second } = opened;
      const revisions = await writeInTurn(ledger, 'state', 4);

      const history = await second.history('state');

      expect(history).toEqual(
        [3, 2, 1, 0].slice(0, history.length).map((value) => ({ value, revision: revisions[value] })),
      );
      expect(history.length).toBeGreaterThan(0);
    });

    test('keys are listed by prefix, sorted by bytes; a record and the keys below it do not meet', async () => {
      const { ledger, second } = opened;
      const keys = [
        'runs/set.10/state',
        'runs/set.1',
        'runs/set.1/state',
        'runs/Set.1/owner',
        'runs/set.1/state/pause',
        'sets/a',
        'sets/v1.0.0+b.1',
      ];
      for (const key of keys) await written(ledger.write(key, key, null));

      expect(await second.list('')).toEqual(keys.toSorted());
      expect(await second.list('runs/set.1')).toEqual([
        'runs/set.1',
        'runs/set.1/state',
        'runs/set.1/state/pause',
        'runs/set.10/state',
      ]);
      expect(await second.list('runs/set.1/')).toEqual(['runs/set.1/state', 'runs/set.1/state/pause']);
      expect(await second.list('none/')).toEqual([]);
      for (const key of keys) expect((await second.read(key))?.value).toBe(key);
    });

    test.each<[string, Json]>([
      ['null', null],
      ['a falsy value', 0],
      ['an empty list', []],
      ['text with line ends, quotes and other scripts', 'a\r\n"\\\u2028 ü 日本 🚢'],
      [
        'names that mean something to JavaScript',
        JSON.parse('{"__proto__": {"x": 1}, "constructor": 1, "toString": [], "": null}'),
      ],
      [
        'a large document',
        Array.from({ length: 5000 }, (_, index) => ({ name: `component-${index}`, status: 'waiting' })),
      ],
    ])('%s survives', async (_, value) => {
      const { ledger, second } = opened;

      await written(ledger.write('value', value, null));

      expect(JSON.stringify((await second.read('value'))?.value)).toBe(JSON.stringify(value));
    });

    test.each([
      '',
      '/',
      '/etc',
      'a//b',
      'a/',
      '..',
      'a/../b',
      '.hidden',
      'a b',
      'a\\b',
      'a\0',
      '__proto__',
      `a/${'b'.repeat(201)}`,
    ])('the key %j is refused', async (key) => {
      const { ledger } = opened;

      await expect(ledger.read(key)).rejects.toThrow('is no key');
      await expect(ledger.write(key, 1, null)).rejects.toThrow('is no key');
      await expect(ledger.history(key)).rejects.toThrow('is no key');
    });
  });
}

async function written(result: Promise<WriteResult>): Promise<Revision> {
  const answer = await result;
  if (answer.status !== 'written') throw new Error(`lost to ${answer.winner}`);
  return answer.revision;
}

/** Writes 0, 1, 2, … one after the other. */
async function writeInTurn(ledger: Ledger, key: string, count: number): Promise<readonly Revision[]> {
  const revisions: Revision[] = [];
  for (let value = 0; value < count; value += 1) {
    revisions.push(await written(ledger.write(key, value, revisions.at(-1) ?? null)));
  }
  return revisions;
}

/** Adds 1 to a record, `times` times, beginning anew whenever another was faster. */
export async function addUntilWritten(ledger: Ledger, key: string, times: number): Promise<void> {
  for (let left = times; left > 0;) {
    const record = await ledger.read(key);
    const { status } = await ledger.write(key, Number(record?.value ?? 0) + 1, record?.revision ?? null);
    if (status === 'written') left -= 1;
  }
}
