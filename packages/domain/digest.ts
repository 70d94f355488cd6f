import { createHash } from 'node:crypto';

/** A SHA-256 digest, as GitHub writes it: `sha256:` and 64 lower-case hexadecimal digits. */
export type Digest = `sha256:${string}`;

const shape = /^sha256:[0-9a-f]{64}$/;

export const isDigest = (text: string): text is Digest => shape.test(text);

/** The 64 hexadecimal digits alone, as SHA256SUMS has them. */
export const hexOf = (digest: Digest): string => digest.slice('sha256:'.length);

/** Of a text's UTF-8 bytes. */
export const digestOf = (text: string): Digest => `sha256:${createHash('sha256').update(text).digest('hex')}`;
