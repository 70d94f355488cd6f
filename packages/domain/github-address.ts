import { printed } from './printed.js';
import { badInput, type Finding } from './problem.js';

/** Variables that say which GitHub is meant: what each is where nobody says, and what it may be on an Enterprise Server. */
const places = {
  GITHUB_API_URL: { usual: 'https://api.github.com', enterprise: 'https://github.example.com/api/v3' },
  GITHUB_SERVER_URL: { usual: 'https://github.com', enterprise: 'https://github.example.com' },
} as const;

export type AddressVariable = keyof typeof places;

/** The address that a variable gives, without slashes at its end; an empty one gives none. */
export function githubAddress(
  variable: AddressVariable,
  given: string | undefined,
): { readonly status: 'read'; readonly address: string } | { readonly status: 'refused'; readonly finding: Finding } {
  const { usual, enterprise } = places[variable];
  const text = given?.trim() ?? '';
  if (text === '') return { status: 'read', address: usual };
  if (URL.canParse(text) && /^https?:\/\//i.test(text)) return { status: 'read', address: text.replace(/\/+$/, '') };
  const remedy = `set it to an address that begins with https://, ${usual} or an enterprise's, as ${enterprise}; or do not set it`;
  return { status: 'refused', finding: badInput(`${printed(text)} is no address of a GitHub`, variable, remedy) };
}
