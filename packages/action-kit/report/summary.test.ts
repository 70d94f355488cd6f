import { fitting } from './summary.js';

test('what fits is left alone', () => {
  expect(fitting('# Released\n')).toBe('# Released\n');
});

test('a summary that GitHub would drop is cut at a line, and says so', () => {
  const row = '| cœur | 1.0.0 |\n';

  const summary = fitting(row.repeat(100_000));

  expect(Buffer.byteLength(summary)).toBeLessThanOrEqual(1 << 20);
  expect(Buffer.byteLength(summary)).toBeGreaterThan((1 << 20) - 300);
  expect(
    summary
      .split('\n\n> The rest')[0]
      ?.split('\n')
      .every((line) => `${line}\n` === row || line === ''),
  ).toBe(true);
});

test('a cut inside a code block ends the block', () => {
  const summary = fitting(`\`\`\`mermaid\n${'  a --> b\n'.repeat(200_000)}\`\`\`\n`);

  expect(summary.match(/^```/gm)).toHaveLength(2);
  expect(summary).toContain('> The rest does not fit');
});
