/** A chain of headers. */
export default ({ 'blvm-consensus': consensus, 'blvm-protocol': protocol }) => {
  /** The first block, as every node knows it. */
  const genesis = {
    version: 1,
    previous: '0'.repeat(64),
    merkleRoot: '4a5e1e4baab89f3a32518a88c31bc87f618f76673e2cc77ab2127b7afdeda33b',
    time: 1_231_006_505,
    bits: 0x1d00ffff,
    nonce: 2_083_236_893,
  };

  /** Whether enough work stands behind a header. */
  const isMined = (block) => BigInt(`0x${protocol.hashOf(block)}`) <= consensus.target(block.bits);

  return { genesis, isMined, hashOf: protocol.hashOf, subsidy: consensus.subsidy };
};
