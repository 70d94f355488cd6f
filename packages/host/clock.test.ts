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

test('what has no end is slept until the signal', async () => {
  const controller = new AbortController();
  let isOver = false;
  const sleeping = systemClock.sleep(Infinity, controller.signal).then(() => (isOver = true));
  await systemClock.sleep(20);
  const wasOver = isOver;

  controller.abort();
  await sleeping;

  expect([wasOver, isOver]).toEqual([false, true]);
});
