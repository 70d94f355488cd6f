import { declareInputs, flag, integer, runAction, secret } from '../index.js';

const inputs = declareInputs({
  token: secret(),
  warnings: integer({ least: 0, most: 100 }, { default: 0 }),
  breaks: flag({ default: false }),
  'summary-lines': integer({ least: 0, most: 1_000_000 }, { default: 1 }),
});

/** A step that does what its inputs say, to see what the kit makes of it. */
await runAction(inputs, async ({ token, warnings, breaks, summaryLines }, { log, repository, attempt }) => {
  if (breaks) throw new TypeError('x is not a function');
  log.line(`the token is ${token}`);
  log.group('a build', ['::error::spoof', 'done']);
  const findings = Array.from({ length: warnings }, (_, at) => ({
    code: 'bad-input' as const,
    severity: 'warning' as const,
    what: 'is odd',
    where: `component ${at}`,
    remedy: 'look at it',
  }));
  return {
    ending: 'passed',
    findings,
    outputs: { status: 'built', place: { repository, attempt }, notes: 'two\nlines' },
    variables: { SLIPWAY_PLACE: 'here\nand there' },
    report: { schema: 1, outcome: 'built', findings },
    summary: 'a line of the summary\n'.repeat(summaryLines),
    uploads: [],
  };
});
