import type { ActionResult } from '@slipway/action-kit';
import { sentence } from '@slipway/domain';
import type { CalleeReport, Delivery, Fetched } from '@slipway/operations/chain-callee';
import type { CalleeWorkspace } from '@slipway/operations/ports';
import type { Outputs } from './inputs.js';

export const fetchResult = ({ report, environment }: Fetched, workspace: CalleeWorkspace): ActionResult => ({
  ...told(report, workspace),
  variables: environment,
  uploads: [],
});

/** Compressed, as nobody knows what a build makes. */
export const deliveryResult = ({ report, upload }: Delivery, workspace: CalleeWorkspace): ActionResult => ({
  ...told(report, workspace),
  uploads: upload ? [{ name: upload.name, content: { folder: upload.folder }, compression: 'usual' }] : [],
});

function told(report: CalleeReport, { upstreams }: CalleeWorkspace): Omit<ActionResult, 'uploads'> {
  const { outcome, order, files, findings } = report;
  const outputs: Outputs = {
    status: outcome,
    component: order?.component ?? '',
    version: order?.version ?? '',
    'upstream-dir': upstreams,
    files,
  };
  return { ending: outcome === 'refused' ? 'failed' : 'passed', findings, outputs, report, summary: summaryOf(report) };
}

function summaryOf({ outcome, order, files, findings }: CalleeReport): string {
  const title = `## ${order ? `${order.component} ${order.version}: ` : ''}${outcome}\n\n`;
  if (findings.length > 0) return `${title}${findings.map((finding) => `- ${code(sentence(finding))}\n`).join('')}`;
  const rows =
    outcome === 'fetched'
      ? (order?.upstreams ?? []).map(({ component, version, digest }) => [component, version, digest])
      : files.map(({ path, size, digest }) => [path, `${size} bytes`, digest]);
  return `${title}${rows.map((cells) => `- ${cells.map(code).join(' ')}\n`).join('')}`;
}

/** Text of others: no Markdown, no HTML. */
const code = (text: string): string => `\`${text.replace(/[`\s]+/g, ' ')}\``;
