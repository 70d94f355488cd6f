import { stripVTControlCharacters } from 'node:util';

/** Control characters, and those that change the direction of what follows (unicode.org/reports/tr9, section 2). */
const unsafe = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside as one line that cannot move the cursor, recolour or rewrite anything. */
export const clean = (text: string): string =>
  stripVTControlCharacters(text)
    .replace(/[\r\n\t]+/g, ' ')
    .replace(unsafe, '')
    .toWellFormed()
    .trimEnd();

/** The same for text of several lines, whose indentation is kept. */
export const cleanLines = (text: string): readonly string[] =>
  text
    .split(/\r?\n/)
    .map((line) => stripVTControlCharacters(line).replaceAll('\t', '  ').replace(unsafe, '').toWellFormed());

/** JSON that a terminal may show: the escapes that JSON itself asks for leave C1 controls and directions alone. */
export const cleanJson = (document: unknown): string =>
  JSON.stringify(document, null, 2).replace(
    /[\u007f-\u009f\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
