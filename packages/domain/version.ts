import SemVer from 'semver/classes/semver.js';
import coerce from 'semver/functions/coerce.js';

/** A semantic version that has been read. */
export type Version = SemVer;

/** https://semver.org, "Is there a suggested regular expression"; its numbers bounded, so that they stay exact. */
export const versionPattern =
  /^(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})\.(0|[1-9]\d{0,14})(-(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*)?(\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?$/;

export const longestVersion = 200;

export const versionRule = 'a semantic version such as "1.2.3" or "1.2.3-rc.1"';

/** `1.2.3`, `1.2.3-rc.1`, `1.2.3+build`; nothing in front, not even a `v`. */
export const isVersion = (text: string): boolean => text.length <= longestVersion && versionPattern.test(text);

/** Reads what `isVersion`. */
export const readVersion = (text: string): Version => new SemVer(text);

/** The version that `v1.2` or `1.2` was probably meant to be. */
export const meantVersion = (text: string): string | null =>
  /^[v=\s]*\d[\d.\s]{0,40}$/i.test(text) ? (coerce(text)?.version ?? null) : null;
