/** Reads each text once: thousands of entries mostly say the same few things. */
export function memoised<T extends object | string | null>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const earlier = known.get(text);
    if (earlier !== undefined) return earlier;
    const value = read(text);
    known.set(text, value);
    return value;
  };
}
