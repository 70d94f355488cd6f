import { isRefName, printed, problem, ReleaseError } from '@slipway/domain';

/** A part of the names under which the ledger keeps what belongs to a tag; `.<n>` is added to the last one. */
const part = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,180}$/;

/** A tag under which something can be released, and kept in the ledger; throws for what is none. */
export function releaseTag(text: string): string {
  const [, short] = /^refs\/(?:tags|heads)\/(.*)$/.exec(text) ?? [];
  const isTag = short === undefined && isRefName(text) && text.split('/').every((one) => part.test(one));
  if (isTag) return text;
  const remedy =
    short === undefined
      ? 'give one of letters, digits, dots, plus signs, underscores, hyphens and slashes, that begins with a letter or digit'
      : `give its name alone: ${short}`;
  throw new ReleaseError([problem('bad-input', `${printed(text)} is no tag to release under`, 'tag', remedy)]);
}
