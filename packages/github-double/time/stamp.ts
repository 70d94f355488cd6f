/** A time as GitHub writes it: UTC, whole seconds. */
export const stamp = (ms: number): string => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
