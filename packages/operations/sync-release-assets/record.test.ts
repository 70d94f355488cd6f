import { digestOf } from '@slipway/domain';
import fc from 'fast-check';
import { notesAlone, recordIn, withRecord } from './record.js';

const records = fc.record({
  owner: fc.option(fc.string({ unit: 'binary', minLength: 1 })),
  archive: fc.option(
    fc.record({
      name: fc.string({ unit: fc.constantFrom('a', '-', '>', '<', '!', '"') }),
      inputs: fc.string().map(digestOf),
      size: fc.nat(),
      digest: fc.string().map(digestOf),
    }),
  ),
});
const notes = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\r\n', '<!--', '-->', '#') });

test('what is remembered is read again, and the notes stay what they were', () => {
  fc.assert(
    fc.property(notes, records, (text, record) => {
      const kept = withRecord(text, record);

      expect(recordIn(kept)).toEqual(record);
      expect(notesAlone(kept)).toBe(notesAlone(text));
      expect(withRecord(kept, record)).toBe(kept);
    }),
  );
});

test('a record is taken for what it was, whatever line ends it comes back with', () => {
  const record = { owner: 'set-1.1', archive: null };

  expect(recordIn(withRecord('a\n\nb', record).replaceAll('\n', '\r\n'))).toEqual(record);
});

test('a person may go on below it, and what was quoted above is no record', () => {
  const record = { owner: 'set-1.1', archive: null };
  const quoted = withRecord('Fixes', { owner: 'set-9.9', archive: null });

  const edited = `${withRecord(`${quoted}\nand more`, record)}\n\nThanks to Grace.\n`;

  expect(recordIn(edited)).toEqual(record);
  expect(notesAlone(edited)).toContain('Thanks to Grace.');
});

test.each([
  '',
  'Notes',
  '<!-- slipway {"schema":2} -->',
  '<!-- slipway {broken} -->',
  '<!-- slipway {"schema":1} --> more',
])('%j holds no record', (text) => {
  expect(recordIn(text)).toEqual({ owner: null, archive: null });
});

test('a comment ends where the record ends, whatever is in it', () => {
  const kept = withRecord('', { owner: '--> <script>', archive: null });

  expect(kept.indexOf('-->')).toBe(kept.length - 3);
});
