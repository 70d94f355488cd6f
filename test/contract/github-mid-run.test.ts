import { ReleaseError } from '@slipway/domain';
import { bug, broken, type Change, github, start, unplannable } from './a-former-workflow.js';

const fault = (what: string) =>
  new ReleaseError([{ code: 'unavailable', severity: 'error', what, where: 'here', remedy: 'mend it' }]);

/** What comes down has no place. */
const diskFull: Change = ({ artifacts }) => ({
  artifacts: { ...artifacts, download: () => Promise.reject(fault('no space is left on the disk')) },
});

/** The ledger takes its first writes, and then none. */
const ledgerGone: Change = ({ ledger }) => {
  let writes = 0;
  return {
    ledger: {
      ...ledger,
      write: async (key, value, expected) => {
        writes += 1;
        if (writes > 3) throw fault('the ledger cannot be reached');
        return ledger.write(key, value, expected);
      },
    },
  };
};

const life = (change: Change = () => ({})) => ({ change, fallback: null }) as const;

test.each([
  ['a full disk', diskFull, 'no space is left on the disk', 'running'],
  ['a ledger that is gone for good', ledgerGone, 'the ledger cannot be reached', 'succeeded'],
  ['a mistake of ours', broken, `internal error (${bug.message})`, 'running'],
])(
  'what is thrown in the middle of a chain run is a failure that says what was built: %s',
  async (_, change, what, status) => {
    await github(async (double) => {
      const report = await start(double, life(change));
      const next = await start(double, life());

      expect(report).toMatchObject({
        status: 'failed',
        broken: true,
        findings: [{ what }],
        chain: { run: 'v1.2.3.1', builds: [{ component: 'app' }, { component: 'core', status }] },
      });
      expect(next).toMatchObject({ status: 'prepared', chain: { run: 'v1.2.3.1' } });
      expect(double.runs.of('acme/core')).toHaveLength(1);
    });
  },
);

test('so is it where all was built before, and what was built is gone', async () => {
  await github(async (double) => {
    await start(double, { fallback: null, command: 'build' });
    const gone: Change = ({ artifacts, store }) => ({
      artifacts: { ...artifacts, list: async () => [] },
      store: { ...store, holds: async () => false },
    });

    const report = await start(double, life(gone));

    expect(report).toMatchObject({
      status: 'failed',
      findings: [{ code: 'not-found', remedy: expect.stringContaining('--restart') }],
      chain: { run: 'v1.2.3.1', builds: [{ status: 'succeeded' }, { status: 'succeeded' }] },
    });
  });
});

test('before anything is begun it stays what it was: a refusal', async () => {
  await github(async (double) => {
    await expect(start(double, life(unplannable))).rejects.toBe(bug);
  });
});
