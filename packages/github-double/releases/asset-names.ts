/** Letters that GitHub writes in others, and that Unicode does not take apart; those that somebody has seen. */
const letters: Readonly<Record<string, string>> = { ð: 'd', æ: 'ae', ŋ: 'ng' };

/**
 * The name that GitHub keeps for an asset. "GitHub renames asset filenames that have special characters, non-alphanumeric
 * characters, and leading or trailing periods" (documentation of "Upload a release asset"); how, is known from gh's imitation
 * and from people who told what became of theirs: `asset-names.cases.json` has each with its source.
 */
export function assetName(given: string): string {
  const latin = given
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/[ðæŋ]/g, (letter) => letters[letter] ?? letter);
  const dotted = latin
    .replace(/[^A-Za-z0-9\-_+@.]+/g, '.')
    .replace(/\.+/g, '.')
    .replace(/^\.|\.$/g, '');
  return dotted !== latin && !dotted.includes('.') ? `default.${dotted}` : dotted;
}
