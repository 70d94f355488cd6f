/** Bytes as people say them, in powers of 1000: `912 B`, `4.2 kB`. */
export function sizeText(bytes: number): string {
  let amount = bytes;
  for (const unit of ['B', 'kB', 'MB', 'GB']) {
    if (amount < 999.5) return `${unit === 'B' || amount >= 9.95 ? Math.round(amount) : amount.toFixed(1)} ${unit}`;
    amount /= 1000;
  }
  return `${Math.round(amount)} TB`;
}

/** `1 component`, `2 components`. */
export const counted = (number: number, noun: string): string => `${number} ${noun}${number === 1 ? '' : 's'}`;
