/** Components and release sets: their names become folders, files, parts of tags and of addresses. */
export const namePattern = /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/;

export const nameRule = '1 to 100 letters, digits, ".", "_" and "-", the first of them a letter or a digit';

export const isName = (text: string): boolean => namePattern.test(text);
