/** Reads each text once: thousands of entries mostly say the same few things. */
export function memoised<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, { readonly value: T }>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier) return earlier.value;
    const value = read(text);
    known.set(text, { value });
    return value;
  };
}
