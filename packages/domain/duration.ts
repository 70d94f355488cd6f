const milliseconds: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 };

/** Node's timers hold 31 bits of milliseconds and fire at once for anything longer. */
const longest = 2 ** 31 - 1;

export const durationPattern = /^([1-9][0-9]{0,6})([smh])$/;

export const durationRule = 'a whole number of seconds, minutes or hours such as "90s", "30m" or "6h", at most "596h"';

/** Milliseconds of `90s`, `30m` or `6h`; `null` where the text is no such duration. */
export function parseDuration(text: string): number | null {
  const [, amount, unit] = durationPattern.exec(text) ?? [];
  if (amount === undefined || unit === undefined) return null;
  const duration = Number(amount) * (milliseconds[unit] ?? Number.NaN);
  return duration <= longest ? duration : null;
}
