import { printed } from '@slipway/domain';

/** Where something stands in the file: keys of tables and indexes of arrays, from the root. */
export type Path = readonly (string | number)[];

/** A finding whose line is not known yet. */
export interface Complaint {
  readonly severity: 'error' | 'notice';
  readonly path: Path;
  /** Follows the key: `is missing`. */
  readonly what: string;
  readonly remedy: string;
}

export const error = (path: Path, what: string, remedy: string): Complaint => ({
  severity: 'error',
  path,
  what,
  remedy,
});

/** A path as TOML writes it: `versions.app.requires[0]`. */
export const keyText = (path: Path): string =>
  path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return `${text}${text && '.'}${tomlKey(part)}`;
  }, '');

export const tomlKey = (key: string): string => (/^[A-Za-z0-9_-]{1,100}$/.test(key) ? key : printed(key));
