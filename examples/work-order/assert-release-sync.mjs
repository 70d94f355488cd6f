// Asserts that the library can be imported and called where there is no GitHub at all: `node examples/work-order/assert-release-sync.mjs`.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maybeSyncRelease } from '../../dist/sync-release-assets/library.js';

// Whatever this job has, the calls below are made without.
delete process.env.GITHUB_TOKEN;
delete process.env.GITHUB_REPOSITORY;
delete process.env.PLATFORM_DISABLE_RELEASE_SYNC;
delete process.env.PLATFORM_FORCE_RELEASE_SYNC;

const directory = mkdtempSync(join(tmpdir(), 'work-order-'));
writeFileSync(join(directory, 'result.txt'), 'the result\n');
const ended = { tenantId: 'acme', workOrderId: 'WO-17', directory };
const bought = { status: 'completed', purchases: ['artifacts_download'] };

try {
  const reasons = {
    'no-credentials': { workOrder: bought },
    'not-entitled': { workOrder: { ...bought, purchases: [] } },
    'not-completed': { workOrder: { ...bought, status: 'failed' } },
  };
  for (const [skippedReason, part] of Object.entries(reasons)) {
    const { report, ...result } = await maybeSyncRelease({ ...ended, ...part });
    assert.deepEqual(result, { ran: false, tag: 'workorder-acme-WO-17', assetName: null, skippedReason });
    assert.deepEqual(report.findings, []);
  }

  process.env.PLATFORM_DISABLE_RELEASE_SYNC = '1'; // read when called, not when imported
  const { skippedReason } = await maybeSyncRelease({ ...ended, workOrder: bought });
  assert.equal(skippedReason, 'disabled');
  console.log('ok: the library does nothing without credentials, and says why');
} finally {
  rmSync(directory, { recursive: true });
}
