import type { Json } from '@slipway/operations/ports';

/**
 * Gives exactly the text of `JSON.stringify`, and remembers that of each element of a list by the element's identity: of a state
 * that shares a thousand builds with the one before, only the changed ones are written out anew. So an element that was given once
 * must never be changed. (Remembering every object, however small, costs more than it saves.)
 */
export function jsonText(): (value: Json) => string {
  const known = new WeakMap<object, string>();

  function textOf(value: Json): string {
    if (typeof value !== 'object' || value === null) return JSON.stringify(value);
    if (isList(value)) return `[${joined(value.map(elementText))}]`;
    // An optional property may hold undefined, whatever its type says.
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return `{${joined(members.map(([key, member]) => `${JSON.stringify(key)}:${textOf(member)}`))}}`;
  }

  function elementText(element: Json): string {
    if (typeof element !== 'object' || element === null) return JSON.stringify(element);
    const old = known.get(element);
    if (old !== undefined) return old;
    const text = JSON.stringify(element);
    known.set(element, text);
    return text;
  }

  return textOf;
}

/** Like `join(',')`, which copies every character; added up, the texts are copied once, when they are written. */
const joined = (texts: readonly string[]): string =>
  texts.reduce((sum, text, index) => (index === 0 ? text : `${sum},${text}`), '');

const isList = (value: Json): value is readonly Json[] => Array.isArray(value);
