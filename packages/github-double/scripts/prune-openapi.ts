/**
 * Makes `description/api.github.com.json` from GitHub's own OpenAPI description: only the routes of
 * `description/routes.json` and what they refer to, without prose and examples.
 *
 *     npx tsc --build packages/github-double && node packages/github-double/lib/scripts/prune-openapi.js
 *
 * The package is downloaded into a temporary folder: 385 MB unpacked are too much for a dependency.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prune } from './prune.js';

const source = '@octokit/openapi@23.0.2';
const file = 'package/generated/api.github.com.json';
const resolve = createRequire(import.meta.url).resolve;

const folder = mkdtempSync(join(tmpdir(), 'openapi-'));
try {
  const [archive = ''] = execFileSync('npm', ['pack', '--silent', source], { cwd: folder, encoding: 'utf8' }).split(
    '\n',
  );
  execFileSync('tar', ['-xzf', archive, file], { cwd: folder });
  const description: unknown = JSON.parse(readFileSync(join(folder, file), 'utf8'));
  const routes: unknown = JSON.parse(readFileSync(resolve('#description/routes.json'), 'utf8'));
  writeFileSync(resolve('#description/api.github.com.json'), JSON.stringify(prune(description, routes, source)) + '\n');
} finally {
  rmSync(folder, { recursive: true });
}
