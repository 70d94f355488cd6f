/** Node's timers hold 31 bits of milliseconds and fire at once for anything longer. */
const longest = 2 ** 31 - 1;

export const durationPattern = /^(?=[1-9])(?:([0-9]{1,7})h)?(?:([0-9]{1,7})m)?(?:([0-9]{1,7})s)?$/;

export const durationRule =
  'whole numbers of hours, minutes and seconds such as "90s", "30m" or "5h40m", at most "596h"';

/** Milliseconds of `90s`, `30m` or `5h40m`; `null` where the text is no such duration. */
export function parseDuration(text: string): number | null {
  const parts = durationPattern.exec(text);
  if (parts === null) return null;
  const [, hours = '0', minutes = '0', seconds = '0'] = parts;
  const duration = ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
  return duration <= longest ? duration : null;
}
