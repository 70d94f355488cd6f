/** One step through a name. */
interface Atom {
  readonly fits: (character: string) => boolean;
  /** Fits any number of characters, none included. */
  readonly repeats: boolean;
  /** How many atoms from here on a name may do without: any of these numbers. */
  readonly optional: readonly number[];
}

/**
 * Whether a name fits a filter pattern as GitHub reads it (workflow syntax, "Filter pattern cheat sheet"): `*` stops at `/` and `**` does not, `?` and
 * `+` are about the character before them, `[]` lists characters and ranges, `\` makes the next one plain. A stranger wrote the pattern: all ways
 * through it are walked at once, so that none takes long.
 */
export function fitsPattern(name: string, pattern: string): boolean {
  const atoms = atomsOf(pattern);
  let places = reachable(atoms, [0]);
  for (const character of name) {
    const next = [...places].flatMap((at) => {
      const atom = atoms[at];
      return atom?.fits(character) ? [atom.repeats ? at : at + 1] : [];
    });
    places = reachable(atoms, next);
  }
  return places.has(atoms.length);
}

function reachable(atoms: readonly Atom[], from: readonly number[]): ReadonlySet<number> {
  const places = new Set(from);
  // A set's iterator sees what is added meanwhile.
  for (const at of places) for (const count of atoms[at]?.optional ?? []) places.add(at + count);
  return places;
}

const token = /\*\*\/|\*\*|\*|\?|\+|\[[^\]]+\]|\\[\s\S]|[\s\S]/gu;

function atomsOf(pattern: string): readonly Atom[] {
  const atoms: Atom[] = [];
  let before = '';
  for (const [text] of pattern.matchAll(token)) {
    const last = atoms.at(-1);
    if (text === '**/' && (before === '' || before.endsWith('/'))) {
      // `**/README.md` is README.md, too: before the folders one can go past all of them, not among them.
      atoms.push({ fits: () => false, repeats: false, optional: [1, 3] }, anything, one('/'));
    } else if (text.startsWith('**')) {
      atoms.push(anything, ...(text === '**/' ? [one('/')] : []));
    } else if (text === '*') {
      atoms.push({ fits: (character) => character !== '/', repeats: true, optional: [1] });
    } else if (text === '?' && last) {
      atoms.splice(-1, 1, { ...last, optional: [1] });
    } else if (text === '+' && last) {
      atoms.push({ ...last, repeats: true, optional: [1] });
    } else {
      atoms.push(
        text.length > 2 && text.startsWith('[') ? oneOf(text.slice(1, -1)) : one(text.replace(/^\\(?=.)/su, '')),
      );
    }
    before = text;
  }
  return atoms;
}

const anything: Atom = { fits: () => true, repeats: true, optional: [1] };

const one = (wanted: string): Atom => ({ fits: (character) => character === wanted, repeats: false, optional: [] });

function oneOf(listed: string): Atom {
  const ranges = [...listed.matchAll(/([a-zA-Z0-9])-([a-zA-Z0-9])|([\s\S])/gu)].map(
    ([, first, last, alone = '']) => [first ?? alone, last ?? alone] as const,
  );
  return {
    fits: (character) => ranges.some(([first, last]) => first <= character && character <= last),
    repeats: false,
    optional: [],
  };
}
