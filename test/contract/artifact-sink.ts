import { digestOf } from '@slipway/domain';
import type { ArtifactSink } from '@slipway/operations/ports';

export interface OpenSink {
  readonly sink: ArtifactSink;
  /** Number of files that are kept, whole or not. */
  readonly kept: () => number;
  readonly close: () => void;
}

async function* bytes(...texts: readonly string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield Buffer.from(text);
}

async function* broken(): AsyncGenerator<Uint8Array> {
  yield Buffer.from('half');
  throw new Error('cut off');
}

/** What everything keeps to that takes the files of an artifact. */
export function sinkContract(name: string, open: () => OpenSink): void {
  describe(`${name} is a sink`, () => {
    let opened: OpenSink;
    beforeEach(() => {
      opened = open();
    });
    afterEach(() => opened.close());

    test('a file is told with its size and the digest of its bytes, in however many pieces they come', async () => {
      const { sink, kept } = opened;

      const taken = [
        await sink.take('bin/a', bytes('a', 'b', 'c')),
        await sink.take('größe', bytes('ü')),
        await sink.take('empty', bytes()),
      ];

      expect(taken).toEqual([
        { path: 'bin/a', size: 3, digest: digestOf('abc') },
        { path: 'größe', size: 2, digest: digestOf('ü') },
        { path: 'empty', size: 0, digest: digestOf('') },
      ]);
      expect(kept()).toBe(3);
    });

    test.each(['../a', '/a', 'a/../../b', 'a\\b', '', 'a//b', '.'])('the path %j is refused', async (path) => {
      const { sink, kept } = opened;

      await expect(sink.take(path, bytes('a'))).rejects.toThrow('is refused');
      expect(kept()).toBe(0);
    });

    test('content that breaks off rejects with its own error, leaves nothing, and can be taken again', async () => {
      const { sink, kept } = opened;

      await expect(sink.take('a', broken())).rejects.toThrow(/^cut off$/);
      expect(kept()).toBe(0);

      expect(await sink.take('a', bytes('whole'))).toEqual({ path: 'a', size: 5, digest: digestOf('whole') });
    });
  });
}
