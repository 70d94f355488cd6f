import { ReleaseError, printed } from '@slipway/domain';

/** A name that is safe as the name of a folder; run ids, `<set>.<n>`, are longer than the hundred characters of a component's name. */
const name = /^[A-Za-z0-9][A-Za-z0-9._+-]{0,199}$/;

/** The names that a key is made of; throws for a key that could leave the ledger's folder or meet our own files there. */
export function partsOfKey(key: string): readonly string[] {
  const parts = key.split('/');
  if (parts.every((part) => name.test(part))) return parts;
  throw new ReleaseError([
    {
      code: 'bad-input',
      severity: 'error',
      what: `${printed(key)} is no key`,
      where: 'ledger',
      remedy:
        'join names by /, each of 1 to 200 letters, digits, dots, plus signs, underscores and hyphens, beginning with a letter or digit',
    },
  ]);
}
