const longest = 60;

/** Characters that JSON leaves alone and a terminal does not: C1 controls, line separators, changes of direction. */
const unsafe = /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** Text from outside, as a message may show it: quoted, its control characters escaped, at most 60 characters of it. */
export function printed(text: string): string {
  if (text.length > longest) return `${quoted(`${text.slice(0, longest)}…`)} (${text.length} characters)`;
  return quoted(text);
}

/** Names as a sentence holds them: at most so many, and how many more there are. */
export function listed(names: readonly string[], most: number): string {
  const more = names.length - most;
  return more > 0 ? `${names.slice(0, most).join(', ')} and ${more} more` : names.join(', ');
}

/** In single quotes where that saves escapes; TOML and shells read both. */
function quoted(text: string): string {
  const escaped = JSON.stringify(text).replace(unsafe, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
  const bare = escaped.slice(1, -1).replaceAll('\\"', '"');
  return text.includes('"') && !/['\\]/.test(bare) ? `'${bare}'` : escaped;
}
