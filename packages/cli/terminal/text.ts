export type Tone = 'plain' | 'strong' | 'dim' | 'good' | 'bad' | 'busy' | 'warning';

/** A piece of a line; one column of the terminal for each character. */
export interface Span {
  readonly text: string;
  readonly tone: Tone;
}

export type Line = readonly Span[];

export const span = (text: string, tone: Tone = 'plain'): Span => ({ text, tone });

export const line = (text: string, tone: Tone = 'plain'): Line => [span(text, tone)];

export const lengthOf = (spans: Line): number => spans.reduce((sum, { text }) => sum + text.length, 0);

/** At most `width` characters of a line; what is cut off leaves a mark. */
export function cut(spans: Line, width: number): Line {
  if (lengthOf(spans) <= width) return spans;
  let left = Math.max(width - 1, 0);
  const kept = spans.flatMap(({ text, tone }) => {
    const part = text.slice(0, left);
    left -= part.length;
    return part === '' ? [] : [span(part, tone)];
  });
  return [...kept, span('…', 'dim')];
}

/** SGR parameters (ECMA-48, 8.3.117), of the sixteen colours that every theme defines. */
const codes: Readonly<Record<Tone, string>> = {
  plain: '',
  strong: '1',
  dim: '2',
  good: '32',
  bad: '31',
  busy: '36',
  warning: '33',
};

/** A line as characters for the terminal. */
export const painted = (spans: Line, hues: 'coloured' | 'plain'): string =>
  spans
    .map(({ text, tone }) => (hues === 'plain' || tone === 'plain' ? text : `\u001b[${codes[tone]}m${text}\u001b[0m`))
    .join('');

const gap = '  ';

/** Rows laid out in columns as wide as their widest cell; columns named in `right` hold numbers. */
export function columns(rows: readonly Line[], right: ReadonlySet<number> = new Set()): readonly Line[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach(({ text }, at) => (widths[at] = Math.max(widths[at] ?? 0, text.length)));
  return rows.map((row) =>
    row.map(({ text, tone }, at) => {
      const isLast = at === row.length - 1;
      if (isLast && text === '') return span('');
      const width = widths[at] ?? 0;
      if (width === 0) return span('');
      const padded = right.has(at) ? text.padStart(width) : isLast ? text : text.padEnd(width);
      return span(isLast ? padded : padded + gap, tone);
    }),
  );
}
