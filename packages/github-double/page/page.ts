import type { LogEntry } from '../log/log.js';
import type { World } from '../world/world.js';
import { moment } from './format.js';
import { html, Html } from './html.js';
import { repositorySection } from './repository.js';
import { style } from './style.js';

/** Swaps the content whenever the server sends another one; all that there is of scripting. */
const script = new Html(`new EventSource('/changes').onmessage = ({ data }) => {
  document.querySelector('main').outerHTML = JSON.parse(data);
};`);

/** The whole page; where there is no scripting it loads itself anew. */
export const page = (world: World): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>The GitHub double</title>
        <link rel="icon" href="data:," />
        <style>
          ${new Html(style)}
        </style>
        <noscript><meta http-equiv="refresh" content="2" /></noscript>
      </head>
      <body>
        <h1>The GitHub double</h1>
        <dl>
          <dt>API</dt>
          <dd><code>${world.urls.api}</code></dd>
          <dt>Git</dt>
          <dd><code>${world.urls.server}</code></dd>
          <dt>Uploads</dt>
          <dd><code>${world.urls.uploads}</code></dd>
          <dt>Artifact service</dt>
          <dd><code>${world.urls.storage}</code></dd>
        </dl>
        ${content(world)}
        <script>
          ${script};
        </script>
      </body>
    </html> `;

const requestsShown = 20;

/** What changes: the repositories and the last requests. */
export function content(world: World): Html {
  const requests = world.log.entries.slice(-requestsShown).toReversed();
  return html`<main>
    ${world.repositories.map((repository) => repositorySection(world, repository))}
    ${world.violations.all.length === 0 ? '' : violations(world)}
    <section>
      <header>
        <h2>Requests</h2>
        <span class="dim">${world.log.entries.length} so far</span>
      </header>
      ${requests.length === 0 ? html`<p class="empty">none yet</p>` : requestTable(requests)}
    </section>
  </main>`;
}

const violations = ({ violations: { all } }: World): Html =>
  html`<section>
    <header><h2 class="bad">Not what GitHub's description allows</h2></header>
    <ul>
      ${all.map(({ request, side, field, reason }) => html`<li><code>${request}</code>: ${side} ${field} ${reason}</li>`)}
    </ul>
  </section>`;

const requestTable = (entries: readonly LogEntry[]): Html =>
  html`<table>
    <tr>
      <th>At</th>
      <th>Request</th>
      <th>Answer</th>
      <th>Token</th>
      <th>Effect</th>
    </tr>
    ${entries.map(
      ({ at, method, path, status, token, effects, fault }) =>
        html`<tr>
          <td class="narrow">${moment(at).slice(11)}</td>
          <td>${method} <code>${path.split('?sig=')[0] ?? path}</code></td>
          <td class="narrow ${status >= 400 ? 'bad' : ''}">
            ${status === 0 ? 'none yet' : status}${fault === undefined ? '' : ` (${fault})`}
          </td>
          <td class="narrow">${token}</td>
          <td>${effects.map(({ kind }) => kind).join(', ')}</td>
        </tr>`,
    )}
  </table>`;
