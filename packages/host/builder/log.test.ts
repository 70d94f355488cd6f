import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLog, tailOf } from './log.js';

let dir = '';
let log = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'slipway-log-'));
  log = join(dir, 'log');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

test('the tail of a long log is its last 20 lines', () => {
  writeFileSync(log, Array.from({ length: 50_000 }, (_, line) => `line ${line}\n`).join(''));

  expect(tailOf(log)).toEqual(Array.from({ length: 20 }, (_, line) => `line ${49_980 + line}`));
});

test('twenty lines are twenty lines, however long they are', () => {
  const lines = Array.from({ length: 30 }, (_, line) => `${line} ${'x'.repeat(10_000)}`);
  writeFileSync(log, lines.join('\n'));

  expect(tailOf(log)).toEqual(lines.slice(10).map((line) => `${line.slice(0, 500)}…`));
});

test('colours, progress that was overwritten, broken characters and endless lines do no harm', () => {
  writeFileSync(
    log,
    Buffer.from(`\x1b[31mred\x1b[0m\r\n10%\r50%\r100%\na\x07b\tc\n${'x'.repeat(9_999)}\n\xff\nlast`, 'latin1'),
  );

  expect(tailOf(log)).toEqual(['red', '100%', 'ab\tc', `${'x'.repeat(500)}…`, '\ufffd', 'last']);
});

test('an empty log has no lines', () => {
  writeFileSync(log, '');

  expect(tailOf(log)).toEqual([]);
});

test('who looks on gets every line once, and the unfinished one at the end', () => {
  const lines: string[] = [];
  const opened = openLog(log, (line) => lines.push(line));

  appendFileSync(opened.output, 'one\ntwo\nthr');
  appendFileSync(opened.output, 'ee');
  opened.close();

  expect(lines).toEqual(['one', 'two', 'three']);
});

test('of a line that does not end its beginning is shown, or what came after the last progress, and no more is kept', () => {
  const lines: string[] = [];
  const opened = openLog(log, (line) => lines.push(line));

  appendFileSync(opened.output, `${'x'.repeat(1_000_000)}\nnext\n${'10%\r'.repeat(50_000)}100%`);
  opened.close();

  expect(lines).toEqual([`${'x'.repeat(500)}…`, 'next', '100%']);
});
