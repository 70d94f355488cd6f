import { Octokit } from '@octokit/core';
import type { PlannedRequest, Rehearsal } from '@slipway/operations/ports';
import { type Client, uploadRoute } from '../client/client.js';
import type { Answer, Route } from '../client/policy.js';
import type { Repository } from '../client/repository.js';
import { githubReleases } from '../releases/releases.js';
import { githubRepositories } from '../repositories/repositories.js';
import { githubWorkflowRuns } from '../runs/runs.js';

/** Nobody's id: GitHub is far from it, and a number holds it exactly. */
const firstId = 9_000_000_000_000_000;

/** The adapters as they are, with a client that asks GitHub only what changes nothing. */
export function githubRehearsal(client: Client, releasedTo: Repository): Rehearsal {
  const requests: PlannedRequest[] = [];
  const rehearsing = writingDown(client, (request) => requests.push(request));
  return {
    runs: githubWorkflowRuns(rehearsing),
    releases: githubReleases(rehearsing, releasedTo),
    repositories: githubRepositories(rehearsing),
    requests: () => requests,
  };
}

function writingDown(client: Client, note: (request: PlannedRequest) => void): Client {
  const { endpoint } = new Octokit({ baseUrl: client.apiUrl }).request;
  let ids = firstId;

  /** All that adapters read of any answer to a write. */
  function answered<R extends Route>(route: R, parameters: object, sendsBytes = false): Answer<R> {
    const { method, url, body } = endpoint<string>(route, { ...parameters });
    note({ method, path: pathOf(client.apiUrl, url), body: sendsBytes ? null : (body ?? null) });
    ids += 1;
    // Made up: whoever rehearses looks at its id only.
    return {
      id: ids,
      workflow_run_id: ids,
      html_url: '',
      assets: [],
      upload_url: `${client.apiUrl}/repos/`,
    };
  }

  return {
    ...client,
    send: async (route, parameters) => (isRead(route) ? client.send(route, parameters) : answered(route, parameters)),
    find: async (route, parameters) => (isRead(route) ? client.find(route, parameters) : answered(route, parameters)),
    create: async (route, parameters) => ({ status: 'done', value: answered(route, parameters) }),
    upload: async (parameters) => ({ status: 'done', value: answered(uploadRoute, parameters, true) }),
  };
}

const isRead = (route: string): boolean => route.startsWith('GET ');

/** An Enterprise Server's API has a path of its own before it; uploads go to another host, and Octokit ends their query with `&`. */
const pathOf = (apiUrl: string, url: string): string => {
  const { origin } = new URL(url);
  const path = url.startsWith(apiUrl) ? url.slice(apiUrl.length) : url.slice(origin.length);
  return path.replace(/^\/api\/uploads/, '').replace(/&$/, '');
};
