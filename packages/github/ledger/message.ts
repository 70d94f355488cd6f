/** Where a record stands that is too large for a message, and one that somebody made by hand. */
export const file = 'value.json';

/**
 * Bytes of JSON that a message may carry. No limit of GitHub's is documented, and one above 10 MB was looked for in vain
 * (go-gitea/gitea#39269); 65,536 characters is what GitHub takes of other texts, so that this is safe even there.
 */
export const mostInMessage = 60_000;

/** A commit's message: the key, the record, and a name that nobody else has. */
export const messageOf = (key: string, record: string | null, write: string): string =>
  [key, ...(record === null ? [] : [unlinked(record)]), `Slipway-Write: ${write}\n`].join('\n\n');

/** The record's JSON, which is one line; `null` where the message has none. */
export const recordIn = (message: string): string | null =>
  /^[^\n]*\n\n(?<record>[^\n]+)\n\nSlipway-Write: /.exec(message)?.groups?.['record'] ?? null;

/** So that nobody is mentioned and no issue referred to: in JSON these two stand inside of texts only, where `\u0040` is the same. */
const unlinked = (json: string): string =>
  json.replace(/[@#]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
