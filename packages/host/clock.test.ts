import { systemClock } from './clock.js';

test('a sleep ends at once when its signal is aborted, before or meanwhile', async () => {
  const meanwhile = new AbortController();
  const day = 86_400_000;

  const sleeps = [systemClock.sleep(day, AbortSignal.abort()), systemClock.sleep(day, meanwhile.signal)];
  meanwhile.abort('interrupted');

  await expect(Promise.all(sleeps)).resolves.toEqual([undefined, undefined]);
});

test('a sleep takes its time otherwise', async () => {
  const before = systemClock.now();

  await systemClock.sleep(20);

  expect(systemClock.now()).toBeGreaterThanOrEqual(before + 19);
});
