import { fileLedger } from '@slipway/host';

/** A process of its own, which may have other rights, that prints what is in the way of a record: `<folder> <key>`. */
const [folder = '', key = ''] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await fileLedger(folder).obstacle(key)));
