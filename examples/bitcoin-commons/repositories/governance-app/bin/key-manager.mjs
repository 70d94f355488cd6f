/** Tells keys apart by their fingerprints. */
export default (_libraries, { crypto, fs }) => {
  const keys = process.argv.slice(2);
  if (keys.length === 0) {
    process.stderr.write('usage: key-manager <key>.pub…: prints fingerprints\n');
    process.exitCode = 2;
  }
  for (const file of keys) {
    const key = crypto.createPublicKey(fs.readFileSync(file)).export({ type: 'spki', format: 'der' });
    process.stdout.write(`${crypto.createHash('sha256').update(key).digest('hex')} ${file}\n`);
  }
};
