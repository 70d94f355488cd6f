/**
 * Does `work` on each item, on `workers` at once: the first of them begins with the largest, the others with the smallest, until they
 * meet. After a failure nothing more begins.
 */
export async function fromBothEnds<T extends { readonly size: number }>(
  items: readonly T[],
  workers: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const sorted = items.toSorted((a, b) => a.size - b.size);
  let [low, high] = [0, sorted.length];
  const largest = (): T | undefined => (low < high ? sorted[(high -= 1)] : undefined);
  const smallest = (): T | undefined => (low < high ? sorted[(low += 1) - 1] : undefined);
  const workThrough = async (next: () => T | undefined): Promise<void> => {
    for (let item = next(); item !== undefined; item = next()) await work(item);
  };
  try {
    await Promise.all(Array.from({ length: workers }, (_, at) => workThrough(at === 0 ? largest : smallest)));
  } finally {
    low = high;
  }
}
