/**
 * Ids of all things, as GitHub gives them out: rising, and beyond 32 bits as the ids of runs and artifacts have been for
 * years, so that whoever squeezes them into 32 bits is caught.
 */
export class Ids {
  #last = 17_000_000_000;

  next(): number {
    this.#last += 1;
    return this.#last;
  }
}

/** GitHub's global id: opaque to clients, readable to the double. `kind`: `RE`, `WFR`. */
export const nodeId = (kind: string, id: number): string =>
  `${kind}_kwDO${Buffer.from(String(id)).toString('base64url')}`;

/** `null` where it was not made by `nodeId`. */
export function readNodeId(text: string): { readonly kind: string; readonly id: number } | null {
  const [, kind = '', id = ''] = /^([A-Z]+)_kwDO([\w-]+)$/.exec(text) ?? [];
  const number = Number(Buffer.from(id, 'base64url').toString());
  return kind !== '' && Number.isSafeInteger(number) ? { kind, id: number } : null;
}
