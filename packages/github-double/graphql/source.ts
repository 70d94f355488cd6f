/** What a field's value is made from: a value, or what makes it of the field's arguments. */
export type Source = Readonly<Record<string, unknown>>;
