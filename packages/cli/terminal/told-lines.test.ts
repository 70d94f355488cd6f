import type { Steered } from '@slipway/operations/orchestrate-chain';
import { painted } from './text.js';
import { toldLines } from './told-lines.js';

const told = (
  command: 'pause' | 'cancel',
  attendance: Extract<Steered, { status: 'told' }>['attendance'],
): readonly string[] =>
  toldLines(
    { status: 'told', run: 'set-1.1', owner: { host: 'laptop', pid: 7, started: '1' }, attendance },
    command,
    { program: 'slipway' },
    { manifest: 'there/versions.toml', out: 'dist', maxParallel: 3 },
  ).map((line) => painted(line, 'plain'));

test('who was told, what follows, and the commands that fit, with the options of this one', () => {
  expect(told('pause', 'alive')).toEqual([
    'set-1.1: process 7 on laptop sees it within a second:',
    'nothing new begins, and it exits when what is being built has ended',
    '',
    'to watch it:',
    '  slipway chain status --watch --manifest there/versions.toml',
    'to go on:',
    '  slipway chain resume --manifest there/versions.toml --out dist --max-parallel 3',
  ]);
});

test('of an owner on another machine nothing is promised', () => {
  expect(told('cancel', 'unknown')).toEqual([
    'set-1.1: process 7 on laptop, if it still runs, sees it within a second:',
    'what is being built is ended, and nothing more begins',
    '',
    'to watch it:',
    '  slipway chain status --watch --manifest there/versions.toml',
    'if it runs no more:',
    '  slipway chain cancel --manifest there/versions.toml --out dist --max-parallel 3 --take-over',
  ]);
});
