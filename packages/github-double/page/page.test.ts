import { addArtifact } from '../artifacts/artifact.js';
import { withDouble } from '../double.js';
import { acme, asAda, core } from '../testing/acme.js';
import { byteCount, span } from './format.js';
import { html } from './html.js';

test('what stands in a template is escaped, markup within markup is not', () => {
  const inner = html`<b>${'<i>'}</b>`;

  expect(html`<p title="${'"\'&'}">${inner}${['a', 1]}</p>`.text).toBe(
    '<p title="&quot;&#39;&amp;"><b>&lt;i&gt;</b>a1</p>',
  );
});

test('sizes and durations are told as people say them', () => {
  expect([0, 1023, 1024, 52_428_800, 2 ** 31].map(byteCount)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KiB',
    '50.0 MiB',
    '2.0 GiB',
  ]);
  expect([400, 59_000, 125_000, 3_780_000].map(span)).toEqual(['0 s', '59 s', '2 min 5 s', '1 h 3 min']);
});

test('the page shows repositories, runs with their artifacts, releases and requests', () =>
  withDouble(acme(), async (double) => {
    const ask = asAda(double);
    const repository = double.world.repository('acme/core');
    await ask('POST', `${core}/releases`, { tag_name: 'v1.0.0', name: '<script>' });
    const { body } = await ask('POST', `${core}/actions/workflows/build.yml/dispatches`, {
      ref: 'main',
      return_run_details: true,
    });
    const run = { id: body.workflow_run_id, attempt: 1, headBranch: 'main', headSha: '0'.repeat(40) };
    if (repository) addArtifact(double.world, repository, run, { name: 'core.tgz', files: { a: 'a' } });

    const response = await fetch(double.urls.server);
    const page = await response.text();

    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    for (const shown of [
      'acme/core',
      '&lt;script&gt;',
      'latest',
      'workflow_dispatch',
      'core.tgz',
      'release-published',
    ]) {
      expect(page).toContain(shown);
    }
  }));

test('a change is sent to those who look', () =>
  withDouble(acme(), async (double) => {
    const leave = new AbortController();
    const { body } = await fetch(`${double.urls.server}/changes`, { signal: leave.signal });
    const reader = (body ?? new ReadableStream()).pipeThrough(new TextDecoderStream()).getReader();
    const first = await reader.read();
    await asAda(double)('POST', `${core}/releases`, { tag_name: 'v1.0.0' });

    const second = await reader.read();
    leave.abort();

    expect(first.value).toMatch(/^data: "<main>/);
    expect(first.value).not.toContain('release-created');
    expect(second.value).toContain('release-created');
  }));
