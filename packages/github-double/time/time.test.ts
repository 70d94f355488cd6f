import { VirtualClock } from './virtual-clock.js';
import { RealClock } from './real-clock.js';
import { driveUntil } from './drive.js';

test('alarms ring in the order of their times, equal ones as they were set, and those they set ring too', async () => {
  const clock = new VirtualClock(0);
  const rung: string[] = [];
  const ring = (name: string) => () => rung.push(`${name} at ${clock.now()}`);
  clock.at(20, ring('second'));
  clock.at(10, () => {
    ring('first')();
    clock.at(15, ring('meanwhile'));
  });
  clock.at(20, ring('third'));
  clock.at(21, ring('later'));

  await clock.advance(20);

  expect(rung).toEqual(['first at 10', 'meanwhile at 15', 'second at 20', 'third at 20']);
  expect([clock.now(), clock.next()]).toEqual([20, 21]);
});

test('a sleeper wakes in time, or when it is woken', async () => {
  const clock = new VirtualClock(0);
  const alarm = new AbortController();
  const woken = clock.sleep(1_000_000, alarm.signal);
  const slept = clock.sleep(1000).then(() => clock.now());

  alarm.abort();
  await woken;
  await clock.advance(1000);

  expect(await slept).toBe(1000);
  expect(clock.next()).toBeNull();
});

test('driven, six hours of sleep are over at once', async () => {
  const clock = new VirtualClock(0);
  const work = async () => {
    for (let hour = 0; hour < 6; hour += 1) await clock.sleep(3_600_000);
    return clock.now();
  };

  const end = await driveUntil(work(), clock, () => ({ open: 0, total: 0 }));

  expect(end).toBe(6 * 3_600_000);
});

test('driven, no time passes while nobody sleeps, however long that takes', async () => {
  const clock = new VirtualClock(0);
  clock.at(5000, () => {});
  const work = async () => {
    await new Promise((resolve) => setTimeout(resolve, 50));
    const computed = clock.now();
    await clock.sleep(1000);
    return [computed, clock.now()];
  };

  const times = await driveUntil(work(), clock, () => ({ open: 0, total: 0 }));

  expect(times).toEqual([0, 1000]);
});

test('a real clock with a factor lets an hour pass in milliseconds', async () => {
  const clock = new RealClock(1_000_000);
  const before = clock.now();

  await clock.sleep(3_600_000);

  expect(clock.now() - before).toBeGreaterThanOrEqual(3_600_000);
});
