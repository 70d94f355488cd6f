import type { Figure } from './figure.ts';

/** A Markdown table, so that it can be pasted. */
export const heading = `| what | against | figure | wanted | |\n|---|---|---|---|---|`;

/** One line of it; of a figure that could not be had, the reason. */
export function row({ what, against, unit, wanted }: Figure, value: number | Error): string {
  const figure = value instanceof Error ? value.message.split('\n')[0] : quantity(value, unit);
  const wish = wanted === null ? 'told' : `≤ ${wanted} ${unit}`;
  return `| ${what} | ${against} | ${figure} | ${wish} | ${verdict(wanted, value)} |`;
}

const quantity = (value: number, unit: Figure['unit']): string =>
  `${value.toFixed(unit === '×' || (unit === 'requests' && !Number.isInteger(value)) ? 2 : 0)} ${unit}`;

function verdict(wanted: number | null, value: number | Error): string {
  if (value instanceof Error) return 'not measured';
  if (wanted === null) return '';
  return value <= wanted ? 'ok' : 'short';
}
