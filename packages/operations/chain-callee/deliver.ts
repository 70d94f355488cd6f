import type { Finding } from '@slipway/domain';
import type { CalleeWorkspace } from '../ports/index.js';
import { artifactNameOf, type CalleeResult, contract, resultFile } from './contract.js';
import { wrongHead } from './head.js';
import { notedOrder } from './order.js';
import { type CalleeReport, refusedReport } from './report.js';

export interface Delivery {
  readonly report: CalleeReport;
  /** What is to be uploaded; `null` where something was refused. */
  readonly upload: { readonly name: string; readonly folder: string } | null;
}

/** Collects what the build made for the order that `fetch` has noted, and says what it is. */
export async function stageDelivery(workspace: CalleeWorkspace, patterns: readonly string[]): Promise<Delivery> {
  const note = await workspace.noted();
  const noted = note === null ? null : notedOrder(note);
  if (noted === null) return refused([withoutFetch]);
  const { marker, order } = noted;
  const wrong = wrongHead(await workspace.head(), order);
  if (wrong) return refused([wrong], order);
  const staged = await workspace.stage(patterns);
  if (staged.status === 'refused') return refused([withoutFiles(staged.what)], order);
  const { files } = staged;
  if (files.some(({ path }) => path === resultFile)) return refused([nameTaken], order);
  const { component, version, commit } = order;
  const result: CalleeResult = { contract, marker, component, version, commit, files: [...files] };
  await workspace.add(resultFile, `${JSON.stringify(result, null, 2)}\n`);
  return {
    report: { schema: 1, outcome: 'delivered', order, files, findings: [] },
    upload: { name: artifactNameOf(component), folder: workspace.delivery },
  };
}

const refused = (findings: readonly Finding[], order: CalleeReport['order'] = null): Delivery => ({
  report: refusedReport(findings, order),
  upload: null,
});

const withoutFetch: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'no order has been fetched in this job',
  where: 'input command',
  remedy:
    'use chain-callee with command: fetch before the build, in the same job, and deliver only when it has succeeded',
};

const withoutFiles = (what: string): Finding => ({
  code: 'failed-build',
  severity: 'error',
  what,
  where: 'input artifacts',
  remedy: 'let the build make the file, or change the patterns',
});

const nameTaken: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: `the build made a ${resultFile}, which is the name of what we say about its files`,
  where: 'input artifacts',
  remedy: 'let the build write it elsewhere, or let the patterns leave it out',
};
