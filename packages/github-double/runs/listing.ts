import type { RepositoryCall } from '../server/route.js';
import { attemptAt, branchOf, type Run, runsIn } from './run.js';
import { hasCome, runStatus } from './status.js';

export interface Filters {
  actor?: string;
  branch?: string;
  event?: string;
  status?: string;
  created?: string;
  check_suite_id?: number;
  head_sha?: string;
}

/** "This endpoint will return up to 1,000 results for each search when using" one of the filters (its documentation). */
const mostFiltered = 1000;

/** Newest first, as a list tells them; a stale one knows neither newer runs nor newer states. */
export function listed({ repository, query, asOf }: RepositoryCall<{ query: Filters }>): readonly Run[] {
  const { actor, branch, event, status, created, check_suite_id: suite, head_sha: sha } = query;
  const filters: ((run: Run) => boolean)[] = [
    ({ listedAt }) => listedAt <= asOf,
    ...wanted(actor, (login) => (run) => run.actor.login === login),
    ...wanted(branch, (name) => (run) => branchOf(run) === name),
    ...wanted(event, (name) => (run) => run.event === name),
    ...wanted(status, (word) => (run) => isInState(run, word, asOf)),
    ...wanted(created, (range) => createdWithin(range)),
    ...wanted(suite, (id) => (run) => run.checkSuite === id),
    ...wanted(sha, (name) => (run) => run.sha === name),
  ];
  const found = runsIn(repository).filter((run) => filters.every((holds) => holds(run)));
  return found.toReversed().slice(0, filters.length > 1 ? mostFiltered : undefined);
}

const wanted = <Given>(given: Given | undefined, filter: (given: Given) => (run: Run) => boolean) =>
  given === undefined ? [] : [filter(given)];

/** "Returns workflow runs with the check run status or conclusion that you specify". */
function isInState(run: Run, word: string, at: number): boolean {
  const attempt = attemptAt(run, at);
  return runStatus(attempt, at) === word || (hasCome(attempt.completedAt, at) && attempt.conclusion === word);
}

/** A range as GitHub's search has it: `>=…`, `<…`, `a..b` with `*` for open, one moment or one day. Whole seconds count. */
function createdWithin(range: string): (run: Run) => boolean {
  const [, operator = '', single = ''] = /^(>=|<=|>|<)?(.+)$/.exec(range) ?? [];
  const [from = '*', to = from] = single.split('..');
  const [first, last] = [momentOf(from), momentOf(to)];
  return ({ createdAt }) => {
    const at = Math.floor(createdAt / 1000) * 1000;
    if (operator === '>') return at > first.end;
    if (operator === '>=') return at >= first.start;
    if (operator === '<') return at < first.start;
    if (operator === '<=') return at <= first.end;
    return (from === '*' || at >= first.start) && (to === '*' || at <= last.end);
  };
}

const day = 86_400_000;

/** A date is a day long. */
function momentOf(text: string): { readonly start: number; readonly end: number } {
  const start = Math.floor(Date.parse(text) / 1000) * 1000;
  return { start, end: /^\d{4}-\d\d-\d\d$/.test(text) ? start + day - 1 : start };
}
