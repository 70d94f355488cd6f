import type { SetupReport } from './report.js';

/** The report for people, line by line; findings are told apart from it. */
export function setupText({ outcome, checkouts, tools }: SetupReport): readonly string[] {
  return [
    ...checkouts.map(({ path, status, told }) => `${statusTexts[status]}: ${path}${told && ` (${told})`}`),
    ...tools.map(({ tool, wanted, found, status }) => {
      const range = wanted === '*' ? '' : ` ${wanted}`;
      return `${status === 'fits' ? 'there' : 'missing'}: ${tool}${range}${found === null ? '' : ` (${found})`}`;
    }),
    outcome === 'ready' ? 'nothing is missing' : 'something is missing',
  ];
}

const statusTexts = {
  cloned: 'cloned',
  updated: 'updated',
  current: 'up to date',
  left: 'left as it is',
  failed: 'failed',
} as const;
