import { aSet } from './a-set.js';
import { type Ending, nodes, program, runProgram } from './slipway.js';

/** Gives the program a terminal, and passes on what it shows there. */
const inTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

const build = (environment: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Ending> =>
  runProgram('python3', ['-c', inTerminal, nodes[24], program, 'chain', 'build', ...args], {
    folder: aSet({ core: { build: 'sleep 0.3; echo made | tee out/file' }, app: { requires: ['core'] } }),
    environment: { TERM: 'xterm', ...environment },
  });

const escape = '\u001b';
/** Sequences that set colours; all others move something. */
const colours = new RegExp(`${escape}\\[\\d*m`, 'g');
const movements = (text: string): boolean => text.replace(colours, '').includes(escape);

test('on a terminal, the run is a table that is drawn again and again and gives way to the report', async () => {
  const { code, out } = await build({});
  const [drawn = '', report = ''] = out.split(`${escape}[2mcomponent`);

  expect(code).toBe(0);
  expect(drawn.split(`${escape}[?2026h`).length).toBeGreaterThan(2);
  expect(drawn.replace(colours, '')).toMatch(/core {2}1\.0\.0 {2}building/);
  expect(drawn).toContain(`${escape}[36mbuilding`);
  expect(drawn).toContain(`${escape}[2A`);
  expect(report).toMatch(/core.*succeeded/);
  expect(movements(report)).toBe(false);
});

test.each([
  ['--verbose', {}, ['--verbose']],
  ['a dumb terminal', { TERM: 'dumb' }, []],
] as const)('with %s, nothing moves the cursor', async (_, environment, args) => {
  const { code, out } = await build(environment, ...args);

  expect(code).toBe(0);
  expect(out).toContain('core');
  expect(movements(out)).toBe(false);
});

test('with NO_COLOR the table has no colours', async () => {
  const { out } = await build({ NO_COLOR: '1' });

  expect(movements(out)).toBe(true);
  expect(out).not.toMatch(colours);
});
