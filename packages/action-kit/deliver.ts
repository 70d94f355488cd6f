import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as Core from '@actions/core';
import type { Finding } from '@slipway/domain';
import type { ActionContext } from './context.js';
import { interruptedCode } from './interruption.js';
import type { Log } from './log.js';
import { annotationsOf } from './report/annotations.js';
import { outputTexts } from './report/outputs.js';
import { fitting } from './report/summary.js';
import type { ActionResult } from './result.js';
import { type Uploaded, uploadAll } from './uploads.js';

/** Tells the runner what an action came to: report, artifacts, outputs, annotations, summary, exit code. */
export async function deliver(result: ActionResult, context: ActionContext, log: Log): Promise<void> {
  const report = writeReport(result.report, context);
  const uploaded = await uploadAll(result.uploads, report, context);
  const outputs = outputTexts({ ...result.outputs, report });
  const core = await import('@actions/core');
  for (const [name, text] of outputs.written) core.setOutput(name, text);
  for (const [name, text] of Object.entries(result.variables ?? {})) core.exportVariable(name, text);
  annotate([...result.findings, ...uploaded.findings, ...outputs.findings], core, log);
  await writeSummary(`${summaryOf(result, uploaded)}${artifactLinks(uploaded)}`, core, context);
  process.exitCode = uploaded.findings.length > 0 ? failedCode : exitCodes[result.ending];
}

const failedCode = 1;

const exitCodes = { passed: 0, failed: failedCode, interrupted: interruptedCode } as const;

/** In a folder of its own, as a job may use an action twice. */
function writeReport(report: ActionResult['report'], { temp }: ActionContext): string {
  const path = join(mkdtempSync(join(temp, 'slipway-')), 'report.json');
  writeFileSync(path, `${JSON.stringify(report, null, 2)}\n`);
  return path;
}

function annotate(findings: readonly Finding[], core: typeof Core, log: Log): void {
  const { shown, logged } = annotationsOf(findings);
  for (const { severity, text, place } of shown) core[severity](text, place);
  for (const text of logged) log.line(text);
}

/** Old enterprise servers, and shells, have no place for one. */
async function writeSummary(markdown: string, core: typeof Core, { environment }: ActionContext): Promise<void> {
  if (environment['GITHUB_STEP_SUMMARY']) await core.summary.addRaw(fitting(markdown)).write();
}

const summaryOf = ({ summary }: ActionResult, { artifacts }: Uploaded): string =>
  typeof summary === 'string' ? summary : summary(artifacts.map(({ name }) => name));

const artifactLinks = ({ artifacts }: Uploaded): string =>
  artifacts.length === 0 ? '' : `\nArtifacts: ${artifacts.map(({ name, url }) => `[${name}](${url})`).join(', ')}\n`;
