import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionResult, ActionShell } from '@slipway/action-kit';
import { type SyncReport, syncSummary, syncText } from '@slipway/operations/sync-release-assets';
import type { Outputs } from './inputs.js';
import { inTheWordsOfTheAction } from './wording.js';

/** What a sync came to, for the runner. */
export function syncResult(raw: SyncReport, { log, temp }: Pick<ActionShell, 'log' | 'temp'>): ActionResult {
  const report = { ...raw, findings: raw.findings.map(inTheWordsOfTheAction) };
  for (const line of syncText(report)) log.line(line);
  return {
    ending: report.outcome === 'failed' || report.outcome === 'refused' ? 'failed' : 'passed',
    findings: report.findings,
    outputs: outputsOf(report, temp),
    report,
    summary: syncSummary(report),
    uploads: [],
  };
}

/** The job was cancelled in the middle of it. */
export function interruptedResult(): ActionResult {
  const findings = [
    {
      code: 'unavailable',
      severity: 'error',
      what: 'the job was cancelled before all was done',
      where: 'release',
      remedy: 'run it again: it goes on from here',
    },
  ] as const;
  return {
    ending: 'interrupted',
    findings,
    outputs: { ran: true },
    report: { schema: 1, outcome: 'interrupted', findings },
    summary: '## Interrupted\n\nRun it again: it goes on from here.\n',
    uploads: [],
  };
}

function outputsOf(report: SyncReport, temp: string): Outputs {
  const { release, asset, assets, checksums } = report;
  return {
    ran: report.ran,
    'skipped-reason': report.skippedReason ?? '',
    tag: report.tag ?? '',
    'release-id': release?.id ?? '',
    'release-url': release?.url ?? '',
    'asset-name': asset?.name ?? '',
    'asset-url': asset?.url ?? '',
    digest: asset?.digest ?? '',
    assets: assets.map(({ name, size, digest, url, action }) => ({ name, size, digest, url, action })),
    'checksums-file': checksums ? written(checksums, temp) : '',
  };
}

/** In a folder of its own, under its own name, as `sha256sum -c` and uploads of artifacts want it. */
function written({ name, text }: NonNullable<SyncReport['checksums']>, temp: string): string {
  const path = join(mkdtempSync(join(temp, 'slipway-')), name);
  writeFileSync(path, text);
  return path;
}
