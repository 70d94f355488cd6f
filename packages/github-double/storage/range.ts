/** From `start` up to `end`, which is not part of it. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** What a Range header asks of `size` bytes: all without a header, `null` where there is nothing to give. One range only. */
export function rangeIn(header: string | undefined, size: number): Range | null {
  if (header === undefined) return { start: 0, end: size };
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header) ?? [];
  if (from === '' && to === '') return null;
  const range =
    from === ''
      ? { start: Math.max(0, size - Number(to)), end: size }
      : { start: Number(from), end: to === '' ? size : Math.min(size, Number(to) + 1) };
  return range.start < range.end ? range : null;
}
