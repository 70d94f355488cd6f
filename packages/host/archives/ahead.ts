/**
 * The sources in their order, each begun before its turn comes, so that up to `count` are at work at once. What a source makes before it
 * is read it has to hold itself, and not more than it has place for.
 */
export async function* begunAhead<T>(
  sources: Iterable<AsyncGenerator<T>>,
  count: number,
): AsyncGenerator<AsyncGenerator<T>> {
  const begun: Begun<T>[] = [];
  try {
    for (const source of sources) {
      begun.push(begin(source));
      if (begun.length < count) continue;
      yield* turnOf(begun);
    }
    while (begun.length > 0) yield* turnOf(begun);
  } finally {
    await Promise.all(begun.map(({ source }) => source.return(undefined)));
  }
}

interface Begun<T> {
  readonly source: AsyncGenerator<T>;
  readonly first: Promise<IteratorResult<T>>;
}

function begin<T>(source: AsyncGenerator<T>): Begun<T> {
  const first = source.next();
  // An error is told when its turn comes.
  first.catch(() => {});
  return { source, first };
}

async function* turnOf<T>(begun: Begun<T>[]): AsyncGenerator<AsyncGenerator<T>> {
  const [one] = begun;
  if (!one) return;
  yield all(one);
  begun.shift();
}

async function* all<T>({ source, first }: Begun<T>): AsyncGenerator<T> {
  const { done, value } = await first;
  if (done === true) return;
  yield value;
  yield* source;
}
