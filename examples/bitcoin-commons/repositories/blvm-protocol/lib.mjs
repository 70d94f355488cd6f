/** How headers are written, and told apart. */
export default ({ 'blvm-consensus': consensus }) => {
  /** People write hashes with the last byte first. */
  const reversed = (hex) => hex.match(/../g).toReversed().join('');

  /** The 80 bytes of a block's header. */
  const header = ({ version, previous, merkleRoot, time, bits, nonce }) => {
    const bytes = Buffer.alloc(80);
    bytes.writeInt32LE(version, 0);
    bytes.write(reversed(previous), 4, 'hex');
    bytes.write(reversed(merkleRoot), 36, 'hex');
    bytes.writeUInt32LE(time, 68);
    bytes.writeUInt32LE(bits, 72);
    bytes.writeUInt32LE(nonce, 76);
    return bytes;
  };

  const hashOf = (block) => reversed(consensus.doubleSha256(header(block)).toString('hex'));

  return { header, hashOf };
};
