import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { aSet } from './a-set.js';
import { aTerminal, type Terminal } from './tmux.js';

/** core ← app ← next; app waits for the file `go`. */
const waits = 'while ! test -e $SLIPWAY_MANIFEST_DIR/go; do sleep 0.05; done; echo made > out/file';
const parts = { core: {}, app: { requires: ['core'], build: waits }, next: { requires: ['app'] } };

let folder = '';
let terminal: Terminal;
beforeEach(() => {
  folder = aSet(parts);
  terminal = aTerminal(folder);
});
afterEach(() => terminal.close());

/** Times differ from run to run, and so do processes and hosts. */
const timeless = (screen: string): string =>
  screen
    .replace(/\b\d+(\.\d+)?(ms|s)\b/g, 'TIME')
    .replace(/process \d+ on \S+/g, 'PROCESS')
    .replace(/\b[0-9a-f]{12}\b/g, 'COMMIT')
    .replace(/ +/g, ' ');

test('the second pane pauses, resumes and cancels the run in the first, whose picture follows', async () => {
  terminal.type('upper', 'slipway chain build; echo ended with $?');
  const building = await terminal.shows('upper', /1 building, 1 waiting; .* elapsed$/);

  terminal.type('lower', 'slipway chain pause');
  const pausing = await terminal.shows('upper', /nothing new begins$/);
  const told = await terminal.shows('lower', /chain resume\n\$$/);

  terminal.type('lower', 'clear; slipway chain resume');
  await terminal.shows('lower', /status --watch\n\$$/);
  const resumed = await terminal.shows('upper', /elapsed$/);

  terminal.type('lower', 'clear; slipway chain cancel');
  const cancelled = await terminal.shows('upper', /ended with \d\n\$$/);

  const picture = (footer: string) =>
    [
      '$ slipway chain build; echo ended with $?',
      'app 1.0.0 building TIME',
      'core 1.0.0 succeeded TIME',
      'next 1.0.0 waiting',
      `set-1.1: 1 succeeded, 1 building, 1 waiting; TIME elapsed${footer}`,
    ].join('\n');
  expect(timeless(building)).toBe(picture(''));
  expect(timeless(pausing)).toBe(picture('; pausing: nothing new begins'));
  expect(timeless(resumed)).toBe(picture(''));
  expect(timeless(told)).toBe(
    [
      '$ slipway chain pause',
      'set-1.1: PROCESS sees it within a second:',
      'nothing new begins, and it exits when what is being built has ended',
      '',
      'to watch it:',
      ' slipway chain status --watch',
      'to go on:',
      ' slipway chain resume',
      '$',
    ].join('\n'),
  );
  expect(timeless(cancelled)).toBe(
    [
      '$ slipway chain build; echo ended with $?',
      'component version commit outcome attempts duration size',
      'app 1.0.0 COMMIT cancelled 1',
      'core 1.0.0 COMMIT succeeded 1 TIME 5 B',
      'next 1.0.0 COMMIT cancelled',
      '',
      'cancelled: nothing is released, and what was built is kept',
      '',
      'to try the same commits again:',
      ' slipway chain retry',
      'to build what has changed since:',
      ' slipway chain build',
      'ended with 1',
      '$',
    ].join('\n'),
  );
});

test('a paused run ends with 3 when its builds have, and goes on in the other pane, watched from the first', async () => {
  terminal.type('upper', 'slipway chain build; echo ended with $?');
  await terminal.shows('upper', /app .* building/);
  terminal.type('lower', 'slipway chain pause');
  await terminal.shows('upper', /nothing new begins$/);
  writeFileSync(join(folder, 'go'), '');
  const paused = await terminal.shows('upper', /ended with \d\n\$$/);

  terminal.type('lower', 'clear; slipway chain resume; echo ended with $?');
  const released = await terminal.shows('lower', /ended with \d\n\$$/);
  terminal.type('upper', 'clear; slipway chain status --watch');
  const status = await terminal.shows('upper', /after [^]*\n\$$/);

  expect(timeless(paused)).toContain('\npaused: nothing is released, and what was built is kept\n');
  expect(timeless(paused)).toMatch(/\nto go on:\n slipway chain resume\nended with 3\n\$$/);
  expect(timeless(released)).toMatch(/^component /);
  expect(timeless(released)).toMatch(/\nreleased set-1\n[^]*\nended with 0\n\$$/);
  expect(timeless(status)).toMatch(/set-1\.1: released, after TIME\n\napp 1\.0\.0 succeeded TIME\n/);
});
