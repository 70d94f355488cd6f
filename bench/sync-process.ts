// Syncs whatever its parent tells it to, in a process of its own: what the double computes is not waited for.
import { systemClock } from '@slipway/host';
import { sync, type SyncOptions } from './a-release.ts';

process.on('message', (options: SyncOptions) => {
  sync(options, systemClock).then(
    () => process.send?.('done'),
    (error: unknown) => process.send?.(String(error)),
  );
});
