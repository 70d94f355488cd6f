import { fileLedger } from '@slipway/host';

/** A process of its own that prints what is in the way of a record: `<folder> <key>`. Root may write everywhere, and becomes nobody. */
const [folder = '', key = ''] = process.argv.slice(2);
const nobody = 65_534;
if (process.getuid?.() === 0) {
  process.setgroups?.([]);
  process.setgid?.(nobody);
  process.setuid?.(nobody);
}
process.stdout.write(JSON.stringify(await fileLedger(folder).obstacle(key)));
