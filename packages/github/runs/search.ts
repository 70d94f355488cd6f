import type { RunSearch, WorkflowRun } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import { fullName } from '../client/repository.js';
import { runFrom, type RunJson } from './json.js';
import { carriesMarker } from './marker.js';

/** Servers of GitHub differ by less; milliseconds. The marker tells runs apart, the time only keeps the list short. */
const margin = 60_000;

/** All runs that the search means, as far as GitHub's lists know of them yet. */
export async function findRuns(client: Client, search: RunSearch): Promise<readonly WorkflowRun[]> {
  const { repository, event, workflow, since } = search;
  const parameters = { ...repository, event, created: `>=${stamp(since - margin)}` };
  const listed =
    workflow === null
      ? await client.listUnder('GET /repos/{owner}/{repo}/actions/runs', 'workflow_runs', parameters)
      : await client.listUnder('GET /repos/{owner}/{repo}/actions/workflows/{workflow_id}/runs', 'workflow_runs', {
          ...parameters,
          workflow_id: workflow,
        });
  // One that begins while we turn pages pushes another onto two of them.
  const found = new Map(listed.filter((run) => isMeant(run, search)).map((run) => [run.id, run]));
  return [...found.values()].map((run) => runFrom(repository, run));
}

/** Whole seconds, as GitHub's search takes them. */
const stamp = (time: number): string => new Date(Math.max(time, 0)).toISOString().replace(/\.\d+Z$/, 'Z');

/** All that a stranger cannot choose has to be right, too: a title is a pull request's, an event starts whoever listens. */
function isMeant(run: RunJson, { repository, event, workflow, marker, actor }: RunSearch): boolean {
  return (
    (marker === null || carriesMarker(run.display_title, marker)) &&
    run.event === event &&
    (workflow === null || fileOf(run) === workflow) &&
    (actor === null || isSame(run.actor?.login, actor)) &&
    isSame(run.head_repository?.full_name, fullName(repository))
  );
}

/** The path may name the ref behind an `@`. */
const fileOf = ({ path }: RunJson): string => path.replace(/@.*$/, '').replace(/^\.github\/workflows\//, '');

const isSame = (name: string | undefined, other: string): boolean => name?.toLowerCase() === other.toLowerCase();
