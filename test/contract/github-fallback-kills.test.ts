import { type Change, draftsIn, formerRuns, github, start, startedUrl, unplannable } from './a-former-workflow.js';

interface Death {
  readonly call: 'ledger.write' | 'runs.start';
  /** Which of these calls, from 1. */
  readonly nth: number;
  readonly when: 'before' | 'after';
}

/** The world up to a call: with it everything ends, and nobody hears what came of it. */
const until = (death: Death, die: () => void): Change => {
  let count = 0;
  let isDead = false;
  const call = async (name: string, work: () => unknown) => {
    if (name === death.call) count += 1;
    if (!isDead && (name !== death.call || count < death.nth)) return work();
    if (!isDead && death.when === 'after') await work();
    isDead = true;
    die();
    return new Promise(() => {});
  };
  return ({ ledger, runs }) => ({ ledger: wrapped('ledger', ledger, call), runs: wrapped('runs', runs, call) });
};

const wrapped = <Port extends object>(
  port: string,
  wrappee: Port,
  call: (name: string, work: () => unknown) => unknown,
): Port =>
  new Proxy(wrappee, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (typeof value !== 'function' || key === 'serverTime') return value;
      return (...args: unknown[]) => call(`${port}.${String(key)}`, () => Reflect.apply(value, target, args));
    },
  });

test.each<readonly [string, Death, 'chain' | 'former']>([
  ['before it is recorded', { call: 'ledger.write', nth: 1, when: 'before' }, 'chain'],
  ['between record and dispatch', { call: 'ledger.write', nth: 1, when: 'after' }, 'former'],
  ['with the dispatch', { call: 'runs.start', nth: 1, when: 'after' }, 'former'],
  ['before its run is written down', { call: 'ledger.write', nth: 2, when: 'before' }, 'former'],
  ['when all is written down', { call: 'ledger.write', nth: 2, when: 'after' }, 'former'],
])('killed %s, one of the two makes the release, and never both', async (_when, death, which) => {
  await github(async (double) => {
    let die = () => {};
    const dead = new Promise<never>((_, fail) => (die = () => fail(new Error('killed'))));
    const mortal = until(death, () => die());
    const life = start(double, { death: dead, change: (ports) => ({ ...unplannable(ports), ...mortal(ports) }) });
    await expect(life).rejects.toThrow('killed');

    const reports = [await start(double), await start(double)];

    const isFormer = which === 'former';
    expect(formerRuns(double)).toHaveLength(isFormer ? 1 : 0);
    expect(reports.map(({ status, fallback: told }) => [status, told?.url])).toEqual(
      reports.map(() => (isFormer ? ['refused', startedUrl(double)] : ['prepared', undefined])),
    );
    expect([draftsIn(double), double.runs.of('acme/core').length]).toEqual(isFormer ? [0, 0] : [1, 1]);
  });
});
