/** Counts which of the maintainers' keys have signed a proposal; one file for each key and each signature. */
export default ({ 'blvm-sdk': sdk }, { fs }) => {
  const [proposal, needed, ...files] = process.argv.slice(2);
  if (proposal === undefined || needed === undefined || files.length % 2 === 1) {
    process.stderr.write('usage: governance-app <proposal> <needed> [<key>.pub <signature file>]…\n');
    process.exitCode = 2;
    return;
  }
  const message = fs.readFileSync(proposal);
  const text = (file) => fs.readFileSync(file, 'utf8');
  const signed = new Set();
  for (let at = 0; at < files.length; at += 2) {
    const key = text(files[at]);
    if (sdk.verify(message, text(files[at + 1]).trim(), key)) signed.add(key);
  }
  const isAccepted = signed.size >= Number(needed);
  process.stdout.write(`${signed.size} of ${needed} signatures: ${isAccepted ? 'accepted' : 'not accepted'}\n`);
  process.exitCode = isAccepted ? 0 : 1;
};
