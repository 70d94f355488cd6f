import type { FilesEvent } from '@slipway/host';
import type { SyncEvent } from '@slipway/operations/sync-release-assets';
import { durationText } from '@slipway/operations/orchestrate-chain';
import { counted, sizeText } from './amounts.js';
import { clean } from './clean.js';
import { columns, type Line, line, span } from './text.js';

/** How many of something there are, and their bytes. */
interface Amount {
  readonly files: number;
  readonly bytes: number;
}

export interface SyncProgress {
  readonly step: 'reading' | 'packing' | 'uploading' | 'verifying' | 'publishing';
  readonly done: Amount;
  /** Bytes are 0 as long as nobody knows. */
  readonly total: Amount;
  /** Bytes sent, by name, of the files that are under way. */
  readonly underWay: ReadonlyMap<string, { readonly sent: number; readonly size: number }>;
  /** Milliseconds since 1970, when this step began. */
  readonly since: number;
}

export const nothingYet = (now: number): SyncProgress => ({
  step: 'reading',
  done: { files: 0, bytes: 0 },
  total: { files: 0, bytes: 0 },
  underWay: new Map(),
  since: now,
});

/** What has come of a sync so far, after one more event. */
export function progressed(before: SyncProgress, event: FilesEvent | SyncEvent, now: number): SyncProgress {
  switch (event.event) {
    case 'chosen':
      return { ...nothingYet(now), total: { files: event.files, bytes: 0 } };
    case 'hashed':
      return { ...before, done: plus(before.done, event.bytes) };
    case 'packed': {
      // All that was read is packed.
      const at =
        before.step === 'packing' ? before : { ...nothingYet(now), step: 'packing' as const, total: before.done };
      return { ...at, done: plus(at.done, event.bytes) };
    }
    case 'begun': {
      const bytes = event.files.reduce((sum, { size }) => sum + size, 0);
      return { ...nothingYet(now), step: 'uploading', total: { files: event.files.length, bytes } };
    }
    case 'uploading':
    case 'sent': {
      const sent = event.event === 'sent' ? event.bytes : 0;
      const { name, size } = event.file;
      return { ...before, underWay: new Map(before.underWay).set(name, { sent, size }) };
    }
    case 'uploaded': {
      const underWay = new Map(before.underWay);
      underWay.delete(event.file.name);
      const done = plus(before.done, event.file.size);
      return { ...before, done, underWay, step: done.files === before.total.files ? 'verifying' : before.step };
    }
    case 'verified':
    case 'replaced':
    case 'published':
      return { ...before, step: 'publishing' };
    case 'release-created':
      return before;
  }
}

const plus = ({ files, bytes }: Amount, more: number): Amount => ({ files: files + 1, bytes: bytes + more });

/** A line for each upload that is under way, as many as fit, and one for the whole. */
export function progressLines(progress: SyncProgress, now: number, rows: number): readonly Line[] {
  const { underWay } = progress;
  const shown = [...underWay]
    .slice(0, Math.max(rows - 2, 0))
    .map(([name, { sent, size }]): Line => [
      span(`  ${clean(name)}`),
      span(`${sizeText(sent)} of ${sizeText(size)}`),
      span(`${Math.floor((100 * sent) / Math.max(size, 1))} %`, 'busy'),
    ]);
  return [...columns(shown, new Set([1, 2])), line(wholeText(progress, now), 'strong')];
}

function wholeText({ step, done, total, underWay, since }: SyncProgress, now: number): string {
  if (step === 'verifying') return 'verifying';
  if (step === 'publishing') return 'putting in place';
  const sent = [...underWay.values()].reduce((sum, one) => sum + one.sent, done.bytes);
  const ofAll = total.bytes === 0 ? '' : ` of ${sizeText(total.bytes)}`;
  const text = `${step}: ${done.files} of ${counted(total.files, 'file')}, ${sizeText(sent)}${ofAll}`;
  const elapsed = now - since;
  if (step !== 'uploading' || sent === 0 || elapsed < 1000) return text;
  const left = (elapsed * (total.bytes - sent)) / sent;
  return `${text}, ${sizeText((1000 * sent) / elapsed)}/s, about ${durationText(left)} left`;
}

/** What is worth a line of its own where nothing can be drawn anew; `null` for all else. */
export function eventText(event: FilesEvent | SyncEvent, { done, total }: SyncProgress): string | null {
  switch (event.event) {
    case 'chosen':
      return `reading ${counted(event.files, 'file')}`;
    case 'begun':
      return total.files === 0 ? null : `uploading ${counted(total.files, 'file')}, ${sizeText(total.bytes)}`;
    case 'release-created':
      return `draft: ${clean(event.url)}`;
    case 'uploaded':
      return `${done.files} of ${total.files}: ${clean(event.file.name)}, ${sizeText(event.file.size)}`;
    case 'verified':
      return 'verified';
    case 'replaced':
      return `in place: ${clean(event.file.name)}`;
    case 'published':
      return `public: ${clean(event.url)}`;
    default:
      return null;
  }
}
