/**
 * Does `work` on each item, on `workers` at once: the first of them begins with the largest, the others with the smallest, until they
 * meet. After a failure nothing more begins.
 */
export async function fromBothEnds<T extends { readonly size: number }>(
  items: readonly T[],
  workers: number,
  work: (item: T, end: 'largest' | 'smallest') => Promise<void>,
): Promise<void> {
  const sorted = items.toSorted((a, b) => a.size - b.size);
  let [low, high] = [0, sorted.length];
  const next = {
    largest: (): T | undefined => (low < high ? sorted[(high -= 1)] : undefined),
    smallest: (): T | undefined => (low < high ? sorted[(low += 1) - 1] : undefined),
  };
  const workFrom = async (end: keyof typeof next): Promise<void> => {
    for (let item = next[end](); item !== undefined; item = next[end]()) await work(item, end);
  };
  try {
    await Promise.all(Array.from({ length: workers }, (_, at) => workFrom(at === 0 ? 'largest' : 'smallest')));
  } finally {
    low = high;
  }
}
