import { fileLedger } from '@slipway/host';
import { addUntilWritten } from './ledger.js';

/** A process of its own that adds to a record: `<folder> <key> <times>`. */
const [folder = '', key = '', times = ''] = process.argv.slice(2);
await addUntilWritten(fileLedger(folder), key, Number(times));
