import { setImmediate as turn } from 'node:timers/promises';
import { VirtualClock } from '@slipway/github-double';
import { gate } from './gate.js';

/** Moves the clock from alarm to alarm until the work has ended. */
async function driven<Result>(clock: VirtualClock, work: Promise<Result>): Promise<Result> {
  let isOver = false;
  void work.finally(() => (isOver = true));
  for (await turn(); !isOver; await turn()) await clock.advanceTo(clock.next() ?? clock.now());
  return work;
}

test('writes start a second apart, reads go between them', async () => {
  const clock = new VirtualClock(0);
  const { pass } = gate({ betweenWrites: 1000, atOnce: 10 }, clock);
  const starts: string[] = [];
  const start = (access: 'read' | 'write') => pass(access, async () => void starts.push(`${access} ${clock.now()}`));

  await driven(clock, Promise.all((['write', 'write', 'read', 'write', 'read'] as const).map(start)));

  expect(starts.toSorted()).toEqual(['read 0', 'read 0', 'write 0', 'write 1000', 'write 2000']);
});

test('no more requests are under way at once than agreed, of reads and of writes', async () => {
  const clock = new VirtualClock(0);
  const { pass } = gate({ betweenWrites: 0, atOnce: 3 }, clock);
  const ends: string[] = [];
  const lasting = (access: 'read' | 'write') =>
    pass(access, async () => {
      await clock.sleep(60);
      ends.push(`${access} ${clock.now()}`);
    });

  const four = Array.from({ length: 4 });
  await driven(clock, Promise.all(four.flatMap(() => [lasting('read'), lasting('write')])));

  expect(ends.filter((end) => end.startsWith('read'))).toEqual(['read 60', 'read 60', 'read 60', 'read 120']);
  expect(ends.filter((end) => end.startsWith('write'))).toEqual(['write 60', 'write 60', 'write 60', 'write 120']);
});

test('a closed gate lets nothing through, and the longest closing counts', async () => {
  const clock = new VirtualClock(0);
  const { pass, close } = gate({ betweenWrites: 0, atOnce: 3 }, clock);
  close(5000);
  close(1000);

  const started = await driven(
    clock,
    pass('read', async () => clock.now()),
  );

  expect(started).toBe(5000);
});
