export default ({ 'blvm-sdk': sdk }, { fs }) => {
  const [file] = process.argv.slice(2);
  if (file === undefined) {
    process.stderr.write('usage: blvm-keygen <file>: writes <file> and <file>.pub\n');
    process.exitCode = 2;
    return;
  }
  const { privateKey, publicKey } = sdk.keyPair();
  fs.writeFileSync(file, privateKey, { mode: 0o600, flag: 'wx' });
  fs.writeFileSync(`${file}.pub`, publicKey, { flag: 'wx' });
};
