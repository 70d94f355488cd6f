import { artifactsOf } from '../artifacts/artifact.js';
import { latestOf, type Release, releasesOf } from '../releases/release.js';
import type { Repository } from '../repositories/repository.js';
import { branchOf, latestAttempt, type Run, runsIn } from '../runs/run.js';
import { runStatus } from '../runs/status.js';
import type { World } from '../world/world.js';
import { byteCount, moment, span } from './format.js';
import { type Html, html } from './html.js';

/** Of runs and releases, the newest of these many are shown. */
const shown = 12;

/** One repository: its branches, its runs, its releases. */
export const repositorySection = (world: World, repository: Repository): Html =>
  html` <section>
    <header>
      <h2>${repository.fullName}</h2>
      ${repository.private ? html`<span class="badge">private</span>` : ''}
      <code class="dim">git clone ${world.urls.server}/${repository.fullName}.git</code>
    </header>
    ${branches(repository)}
    <h3>Runs</h3>
    ${runs(world, repository)}
    <h3>Releases</h3>
    ${releases(repository)}
  </section>`;

function branches({ git }: Repository): Html {
  const refs = git.refs.list('refs/heads/').concat(git.refs.list('refs/tags/'));
  return html`<p class="dim">
    ${refs.map(({ name, sha }) => {
      const short = name.replace(/^refs\/(heads|tags)\//, '');
      return html`${short} <code>${git.peel(sha).slice(0, 7)}</code> &ensp;`;
    })}
  </p>`;
}

function runs({ clock }: World, repository: Repository): Html {
  const now = clock.now();
  const newest = runsIn(repository).toReversed().slice(0, shown);
  if (newest.length === 0) return html`<p class="empty">none yet</p>`;
  return html`<table>
    <tr>
      <th>Run</th>
      <th>Event</th>
      <th>On</th>
      <th>Status</th>
      <th>Artifacts</th>
      <th>Begun</th>
      <th class="number">Took</th>
    </tr>
    ${newest.map((run) => runRow(repository, run, now))}
  </table>`;
}

function runRow(repository: Repository, run: Run, now: number): Html {
  const attempt = latestAttempt(run);
  const status = runStatus(attempt, now);
  const artifacts = artifactsOf(repository).filter((artifact) => artifact.run.id === run.id);
  return html`<tr>
    <td>
      ${run.title}
      <span class="dim"
        >${run.workflow.name} #${run.number}${run.attempts.length > 1 ? `, attempt ${attempt.number}` : ''}</span
      >
    </td>
    <td class="narrow">${run.event}</td>
    <td class="narrow">${branchOf(run)} <code class="dim">${run.sha.slice(0, 7)}</code></td>
    <td>${badge(status === 'completed' ? (attempt.conclusion ?? status) : status)}</td>
    <td>
      <ul>
        ${artifacts.map(({ name, bytes }) => html`<li>${name} <span class="dim">${byteCount(bytes.size)}</span></li>`)}
      </ul>
    </td>
    <td class="narrow">${moment(attempt.createdAt)}</td>
    <td class="number">${span((attempt.completedAt ?? now) - attempt.createdAt)}</td>
  </tr>`;
}

const colours: Readonly<Record<string, string>> = {
  success: 'good',
  failure: 'bad',
  timed_out: 'bad',
  startup_failure: 'bad',
  in_progress: 'busy',
  queued: 'busy',
  waiting: 'busy',
  pending: 'busy',
};

const badge = (word: string): Html =>
  html`<span class="badge ${colours[word] ?? ''}">${word.replaceAll('_', ' ')}</span>`;

function releases(repository: Repository): Html {
  const newest = releasesOf(repository).all.toReversed().slice(0, shown);
  if (newest.length === 0) return html`<p class="empty">none yet</p>`;
  const latest = latestOf(repository);
  return html`<table>
    <tr>
      <th>Tag</th>
      <th>Title</th>
      <th>State</th>
      <th>Assets</th>
      <th>Published</th>
    </tr>
    ${newest.map((release) => releaseRow(release, release === latest))}
  </table>`;
}

const releaseRow = (release: Release, isLatest: boolean): Html =>
  html`<tr>
    <td class="narrow"><code>${release.tag}</code></td>
    <td>${release.name ?? html`<span class="dim">none</span>`}</td>
    <td>${states(release, isLatest)}</td>
    <td>
      <ul>
        ${release.assets.map(({ name, bytes }) => html`<li>${name} <span class="dim">${bytes ? byteCount(bytes.size) : 'starter'}</span></li>`)}
      </ul>
    </td>
    <td class="narrow">${release.publishedAt === null ? '' : moment(release.publishedAt)}</td>
  </tr>`;

const states = ({ draft, prerelease, immutable }: Release, isLatest: boolean): readonly Html[] => [
  draft ? html`<span class="badge busy">draft</span> ` : html`<span class="badge good">public</span> `,
  ...(prerelease ? [html`<span class="badge">pre-release</span> `] : []),
  ...(isLatest ? [html`<span class="badge good">latest</span> `] : []),
  ...(immutable ? [html`<span class="badge">immutable</span> `] : []),
];
