import { fieldsOf, type Fields, kindOf, plainWord } from './document.js';

/** The work order itself, and what wraps one: `{"order": {…}}`, `{"workorder": {…}}`, `{"work_order": {…}}`. */
export function workOrderFields(document: unknown): readonly Fields[] {
  const top = fieldsOf(document);
  const wrapped = ['order', 'workorder'].map((key) => fieldsOf(top?.get(key)));
  return [top, ...wrapped].filter((fields) => fields !== null);
}

/** Every status that is told. One of another type is none that means completed, so it stands there as what it is. */
export const statusesIn = (document: unknown): readonly string[] =>
  workOrderFields(document).flatMap((fields) => {
    const status = fields.get('status');
    if (status === undefined || status === null) return [];
    return [typeof status === 'string' ? plainWord(status) : kindOf(status)];
  });
