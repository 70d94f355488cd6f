const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** Milliseconds, or `30s`, `20m`, `6h`; `forever` for what does not come. */
export type Duration = number | `${number}${keyof typeof units}` | 'forever';

export function milliseconds(duration: Duration): number {
  if (typeof duration === 'number') return duration;
  if (duration === 'forever') return Infinity;
  const [, amount = '', unit = 'ms'] = /^([\d.]+)(ms|s|m|h|d)$/.exec(duration) ?? [];
  if (amount === '') throw new Error(`${duration} is no duration: a number of milliseconds, or like 30s, 20m, 6h`);
  return Number(amount) * units[unit as keyof typeof units]; // the pattern says so
}
