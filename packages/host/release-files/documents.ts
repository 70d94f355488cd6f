import { readFileSync } from 'node:fs';
import { ReleaseError, printed } from '@slipway/domain';
import { onDisk, systemCode } from '../disk.js';
import { gitWith } from '../sources/git.js';

/** The text of a file that was named in `where` (`input notes-file`). */
export function readTextFile(path: string, where: string): Promise<string> {
  return onDisk(path, () => {
    try {
      return readFileSync(path, 'utf8');
    } catch (error) {
      if (systemCode(error) !== 'ENOENT' && systemCode(error) !== 'EISDIR') throw error;
      throw refused('not-found', `there is no file ${printed(path)}`, where, 'give the path of a file that is there');
    }
  });
}

/** What a file of JSON holds, believed in nothing. */
export async function readJsonFile(path: string, where: string): Promise<unknown> {
  const text = await readTextFile(path, where);
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw refused(
      'bad-input',
      `${printed(path)} is no JSON (${why})`,
      where,
      'give a file that holds one JSON document',
    );
  }
}

/** When things were made, seconds since 1970: `SOURCE_DATE_EPOCH`, else the time of the commit that is checked out in `folder`, else 0. */
export async function sourceTime(folder: string, environment: Readonly<Record<string, string>>): Promise<number> {
  const told = environment['SOURCE_DATE_EPOCH'] ?? '';
  if (told !== '' && !/^\d{1,12}$/.test(told))
    throw refused('bad-input', `${printed(told)} is no time`, 'SOURCE_DATE_EPOCH', 'give whole seconds since 1970');
  if (told !== '') return Number(told);
  const answer = await gitWith(environment)(['log', '-1', '--format=%ct'], { folder });
  return answer.status === 'done' ? Number(answer.output.trim()) : 0;
}

const refused = (code: 'bad-input' | 'not-found', what: string, where: string, remedy: string): ReleaseError =>
  new ReleaseError([{ code, severity: 'error', what, where, remedy }]);
