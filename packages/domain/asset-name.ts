/** Letters that GitHub writes in others, and that Unicode does not take apart; those that somebody has seen (travis-ci/dpl#821). */
const letters: Readonly<Record<string, string>> = { ð: 'd', æ: 'ae', ŋ: 'ng' };

/**
 * The name that GitHub keeps for an asset. Its documentation of "Upload a release asset" says only that it renames "special
 * characters, non-alphanumeric characters, and leading or trailing periods"; how, is known from gh's imitation (cli/cli,
 * `sanitizeFileName`) and from people who told what became of theirs: `asset-name.cases.json` has each with its source. A name that
 * is kept is kept again, so whoever uploads under it depends on none of these rules. Empty where nothing is left.
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
  return dotted !== '' && dotted !== latin && !dotted.includes('.') ? `default.${dotted}` : dotted;
}
