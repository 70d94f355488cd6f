/** What a field answers instead of a value; GitHub tells its kind beside message and path. */
export class FieldRefusal extends Error {
  readonly type: 'NOT_FOUND' | 'FORBIDDEN' | 'UNPROCESSABLE' | 'ARGUMENT_LIMIT' | 'NOT_MODELLED';

  constructor(type: FieldRefusal['type'], message: string) {
    super(message);
    this.type = type;
  }
}
