import { resultFile } from './contract.js';
import { deliverySink } from './delivered-files.js';

test('a result whose pieces come in the same place, one after the other, is read as it was', async () => {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    const place = Buffer.alloc(3);
    for (const text of ['{"a', '":1', '}  ']) {
      place.write(text);
      yield place;
    }
  }
  const sink = deliverySink({ take: () => Promise.reject(new Error('the result goes nowhere')) });

  await sink.take(resultFile, pieces());

  expect(sink.result()).toBe('{"a":1}  ');
});
