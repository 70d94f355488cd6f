export default ({ 'blvm-sdk': sdk }, { fs }) => {
  const [key, file, signature] = process.argv.slice(2);
  if (key === undefined || file === undefined || signature === undefined) {
    process.stderr.write('usage: blvm-verify <key>.pub <file> <signature>\n');
    process.exitCode = 2;
    return;
  }
  const isValid = sdk.verify(fs.readFileSync(file), signature, fs.readFileSync(key, 'utf8'));
  process.stdout.write(isValid ? 'valid\n' : 'not valid\n');
  process.exitCode = isValid ? 0 : 1;
};
