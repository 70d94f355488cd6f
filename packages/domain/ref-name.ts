/** What git's check-ref-format(1) refuses, and a leading hyphen, which git commands would take for an option. */
const shapes = [
  /^-/,
  /(^|\/)\./, // a part that begins with a dot
  /\.lock(\/|$)/,
  /\.\./,
  /[\p{Cc} ~^:?*[\\]/u,
  /^\/|\/$|\/\//,
  /\.$/,
  /@\{/,
  /^@?$/,
];

/** In one: there may be thousands of names. */
const refused = new RegExp(shapes.map(({ source }) => source).join('|'), 'u');

export const refNameRule =
  'a name that git accepts for a tag or branch (no spaces, no "..", none of ~ ^ : ? * [ \\, no "-" in front)';

/** Whether git would take the text as the name of a branch or tag. */
export const isRefName = (text: string): boolean => text.length <= 200 && !refused.test(text);
