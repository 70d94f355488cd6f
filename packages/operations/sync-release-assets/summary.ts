import { markdownTable, plainMarkdown, sentence } from '@slipway/domain';
import type { Statement } from './entitlement/feature.js';
import type { ReportedAsset, SyncReport } from './report.js';
import { syncText } from './text.js';

/** The report as a page of Markdown: what came of it, the assets, what is to be said, and how entitlement was decided. */
export function syncSummary(report: SyncReport): string {
  const { tag, outcome, assets, findings, entitlement } = report;
  return [
    `## ${plainMarkdown(tag ?? 'Release')}: ${outcome}\n`,
    `${plainMarkdown(syncText(report).at(-1) ?? '')}\n`,
    ...(assets.length > 0 ? [assetTable(assets, outcome)] : []),
    ...(findings.length > 0
      ? [findings.map((finding) => `- **${finding.severity}**: ${plainMarkdown(sentence(finding))}\n`).join('')]
      : []),
    ...(entitlement.outcome === 'not-asked' ? [] : [decision(entitlement)]),
  ].join('\n');
}

const assetTable = (assets: readonly ReportedAsset[], outcome: SyncReport['outcome']): string =>
  markdownTable(
    ['asset', 'bytes', 'digest', outcome === 'synced' ? 'was' : 'plan'],
    assets.map(({ name, size, digest, url, action }) => [
      url === null ? plainMarkdown(name) : `[${plainMarkdown(name)}](${url})`,
      String(size),
      `\`${digest}\``,
      outcome === 'synced' ? done[action] : action,
    ]),
  );

const done = { upload: 'uploaded', replace: 'replaced', skip: 'unchanged' } as const;

function decision({ feature, outcome, looked, statuses }: SyncReport['entitlement']): string {
  const places = looked.map(({ where, says }: Statement) => `- ${plainMarkdown(where)}: ${answers[says]}\n`);
  const told = statuses.map((status) => `- work-order: status: ${plainMarkdown(status)}\n`);
  return `Entitlement to ${plainMarkdown(feature)}: ${outcome.replaceAll('-', ' ')}\n\n${[...places, ...told].join('')}`;
}

const answers = { yes: 'yes', no: 'no', 'not-named': 'does not name it', 'wrong-type': 'cannot be read' } as const;
