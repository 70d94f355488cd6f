export default ({ 'blvm-sdk': sdk }, { fs }) => {
  const [key, file] = process.argv.slice(2);
  if (key === undefined || file === undefined) {
    process.stderr.write('usage: blvm-sign <key> <file>: prints the signature\n');
    process.exitCode = 2;
    return;
  }
  process.stdout.write(`${sdk.sign(fs.readFileSync(file), fs.readFileSync(key, 'utf8'))}\n`);
};
