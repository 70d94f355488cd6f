import type { Stream } from '../shell.js';

const escape = '\u001b[';

/** Terminals that know it show all that stands between the two at once (contour-terminal.org, "Synchronized Output"); others ignore it. */
const together = { begin: `${escape}?2026h`, end: `${escape}?2026l` };
const toLineEnd = `${escape}K`;
const toScreenEnd = `${escape}J`;

/** A line as it stands on the screen. */
export interface Drawn {
  readonly text: string;
  /** Characters that can be seen. */
  readonly length: number;
}

/** How many rows the lines take now: a window made narrower has wrapped those that were longer. */
export const rowsOf = (lines: readonly Drawn[], width: number): number =>
  lines.reduce((sum, { length }) => sum + Math.max(Math.ceil(length / Math.max(width, 1)), 1), 0);

/** What to write so that `lines` stand where `former` stood; the cursor is left on the last of them. */
export function redraw(former: readonly Drawn[], lines: readonly Drawn[], width: number): string {
  const body = lines.map(({ text }) => text + toLineEnd).join('\n');
  return `${together.begin}${toTop(former, width)}${body}${toScreenEnd}${together.end}`;
}

/** What to write so that nothing is left of `former`, and whatever comes next stands in its place. */
export const erase = (former: readonly Drawn[], width: number): string => `${toTop(former, width)}${toScreenEnd}`;

function toTop(former: readonly Drawn[], width: number): string {
  const up = rowsOf(former, width) - 1;
  return up > 0 ? `\r${escape}${up}A` : '\r';
}

/** The part of a terminal that is drawn again and again. */
export class Screen {
  private drawn: readonly Drawn[] = [];
  private readonly stream: Stream;

  constructor(stream: Stream) {
    this.stream = stream;
  }

  get columns(): number {
    return this.stream.columns || 80;
  }

  get rows(): number {
    return this.stream.rows || 24;
  }

  draw(lines: readonly Drawn[]): void {
    this.stream.write(redraw(this.drawn, lines, this.columns));
    this.drawn = lines;
  }

  erase(): void {
    if (this.drawn.length > 0) this.stream.write(erase(this.drawn, this.columns));
    this.drawn = [];
  }
}
