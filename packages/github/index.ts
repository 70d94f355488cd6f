export { type Client, connect } from './client/client.js';
export type { Pace } from './client/gate.js';
export type { Repository } from './client/repository.js';
export type { TransportOptions } from './client/transport.js';
export { refLedger, type RefLedgerOptions } from './ledger/ref-ledger.js';
export { githubReleases } from './releases/releases.js';
export type { AppKey } from './tokens/app-key.js';
export { appTokens } from './tokens/app-tokens.js';
export { givenToken, type TokenSource } from './tokens/token-source.js';
