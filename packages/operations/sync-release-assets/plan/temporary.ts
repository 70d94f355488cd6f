import { type Digest, digestOf, hexOf } from '@slipway/domain';

const prefix = 'slipway-upload-';
const shape = /^slipway-upload-[0-9a-f]{32}$/;

/** The name that a file has until it takes the place it is for. The same file has the same one at every try, so that what is there already is found. */
export const temporaryName = (name: string, digest: Digest): string =>
  `${prefix}${hexOf(digestOf(`${digest} ${name}`)).slice(0, 32)}`;

export const isTemporary = (name: string): boolean => shape.test(name);
