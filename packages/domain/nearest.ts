import { distance } from 'fastest-levenshtein';

/** The known word that was probably meant: at most a third of the letters differ; `null` where none is that near. */
export function nearest(word: string, known: Iterable<string>): string | null {
  let best: string | null = null;
  let least = Infinity;
  for (const candidate of known) {
    const limit = Math.round(Math.max(word.length, candidate.length) / 3);
    if (Math.abs(word.length - candidate.length) > limit) continue;
    const apart = distance(word.toLowerCase(), candidate.toLowerCase());
    if (apart > limit || apart > least || (apart === least && best !== null && candidate > best)) continue;
    best = candidate;
    least = apart;
  }
  return best;
}
