/** Rules that every node has to agree on. */
export default (_libraries, { crypto }) => {
  const sha256 = (bytes) => crypto.createHash('sha256').update(bytes).digest();
  const doubleSha256 = (bytes) => sha256(sha256(bytes));

  /** In satoshi: 50 bitcoin at first, half of it after each 210,000 blocks. */
  const subsidy = (height) => (height >= 64 * 210_000 ? 0n : 5_000_000_000n >> BigInt(Math.floor(height / 210_000)));

  /** Of a header's `bits`: the largest hash, as a number, that a block may have. */
  const target = (bits) => BigInt(bits & 0x7fffff) << BigInt(8 * ((bits >>> 24) - 3));

  return { doubleSha256, subsidy, target };
};
