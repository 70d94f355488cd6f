import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { stripVTControlCharacters } from 'node:util';

const tailLines = 20;
const tailBytes = 1 << 20;
const pieceBytes = 64 << 10;
const longestLine = 500;

/** The log's last lines, at most 20, as a terminal may show them: no control characters, long lines cut. */
export function tailOf(log: string): readonly string[] {
  const file = openSync(log, 'r');
  try {
    const { size } = fstatSync(file);
    const bytes = Buffer.alloc(Math.min(size, tailBytes));
    readSync(file, bytes, 0, bytes.length, size - bytes.length);
    const lines = bytes.toString('utf8').split('\n').map(shown);
    if (lines.at(-1) === '') lines.pop();
    if (size > bytes.length && lines.length > tailLines) lines.shift(); // it may lack its beginning
    return lines.slice(-tailLines);
  } finally {
    closeSync(file);
  }
}

/** A line as a terminal would leave it: progress that was overwritten is gone. */
function shown(line: string): string {
  const last = line.trimEnd().split('\r').at(-1) ?? '';
  const plain = stripVTControlCharacters(last).replace(/[^\P{Cc}\t]/gu, '');
  return plain.length > longestLine ? `${plain.slice(0, longestLine).toWellFormed()}…` : plain;
}

/** As much as will be shown of a line whose end has not come: without a limit, a line of megabytes would be read again and again. */
function shortened(line: string): string {
  if (line.length <= pieceBytes) return line;
  const start = line.lastIndexOf('\r', line.length - 2) + 1;
  return line.slice(start, start + longestLine + 1);
}

/** A log that a build is about to fill. */
export interface Log {
  /** Descriptor for both streams of the build. */
  readonly output: number;
  /** Gives what is left to whoever looks on, first. */
  close(): void;
}

/** Appending: a build that opens `/dev/stderr` anew cuts the file off, and what comes later must follow without a gap. */
const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_TRUNC | constants.O_APPEND;

/** Begins a log; each of its lines goes to `onLine` as it comes. */
export function openLog(log: string, onLine?: (line: string) => void): Log {
  const output = openSync(log, flags);
  const stop = onLine && follow(log, onLine);
  return {
    output,
    close() {
      stop?.();
      closeSync(output);
    },
  };
}

/** How often a log that is being watched is looked at. Milliseconds. */
const glance = 100;

/**
 * Gives each line of the log as it comes, until it is told to stop; it gives the rest first. The log is read, and not the build's
 * streams: a process that outlives its group could hold a pipe open for ever.
 */
function follow(log: string, onLine: (line: string) => void): () => void {
  const file = openSync(log, 'r');
  const decoder = new StringDecoder('utf8');
  const bytes = Buffer.alloc(pieceBytes);
  let rest = '';
  let position = 0;
  const next = (): number => readSync(file, bytes, 0, bytes.length, position);
  const read = (): void => {
    position = Math.min(position, fstatSync(file).size); // a build that opens /dev/stderr anew cuts the file off
    for (let count = next(); count > 0; count = next()) {
      const lines = (rest + decoder.write(bytes.subarray(0, count))).split('\n');
      rest = shortened(lines.pop() ?? '');
      position += count;
      lines.forEach((line) => onLine(shown(line)));
    }
  };
  const timer = setInterval(read, glance);
  return () => {
    clearInterval(timer);
    read();
    rest += decoder.end();
    if (rest !== '') onLine(shown(rest));
    closeSync(file);
  };
}
