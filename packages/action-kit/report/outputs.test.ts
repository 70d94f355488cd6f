import { outputTexts } from './outputs.js';

test('texts stay as they are, everything else is JSON', () => {
  const { written } = outputTexts({ status: 'released', builds: [{ component: 'core' }], count: 2 });

  expect([...written]).toEqual([
    ['status', 'released'],
    ['builds', '[{"component":"core"}]'],
    ['count', '2'],
  ]);
});

test('an output that GitHub would refuse is left empty and named', () => {
  const { written, findings } = outputTexts({ builds: 'x'.repeat(500_001), status: 'built' });

  expect([...written]).toEqual([
    ['builds', ''],
    ['status', 'built'],
  ]);
  expect(findings).toMatchObject([{ severity: 'warning', where: 'output builds' }]);
});
