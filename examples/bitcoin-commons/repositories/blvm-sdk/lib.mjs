/** Keys and signatures: Ed25519, keys as PEM, signatures in Base64. */
export default (_libraries, { crypto }) => ({
  keyPair: () =>
    crypto.generateKeyPairSync('ed25519', {
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    }),
  sign: (message, privateKey) => crypto.sign(null, message, privateKey).toString('base64'),
  verify: (message, signature, publicKey) => crypto.verify(null, message, publicKey, Buffer.from(signature, 'base64')),
});
