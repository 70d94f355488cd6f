import { sentence } from '@slipway/domain';
import { anEvent, anOrder, anUpstream, marker } from './a-callee.js';
import { markerInput, orderInput } from './contract.js';
import { notedOrder, readOrder } from './order.js';

const sentences = (event: unknown): readonly string[] => {
  const reading = readOrder(event);
  return reading.status === 'read' ? [] : reading.findings.map(sentence);
};

test('an order is read from the inputs of a workflow_dispatch, and from the payload of a repository_dispatch', () => {
  const order = anOrder({ upstreams: [anUpstream()] });
  const keys = { [markerInput]: marker, [orderInput]: JSON.stringify(order) };

  expect(readOrder({ inputs: keys })).toEqual({ status: 'read', value: { marker, order } });
  expect(readOrder({ action: 'slipway-build', client_payload: keys })).toEqual({
    status: 'read',
    value: { marker, order },
  });
});

test('what a later version of the contract adds is no error', () => {
  expect(readOrder(anEvent({ ...anOrder(), colour: 'blue' }))).toMatchObject({ status: 'read' });
});

test('all that is wrong with an order is told at once, by its keys', () => {
  const wrong = {
    ...anOrder({ commit: 'main', component: '../app' }),
    version: 2,
    upstreams: [{ ...anUpstream({ repository: 'core' }), digest: 'md5:1' }],
  };

  expect(sentences({ inputs: { [markerInput]: 'two words', [orderInput]: JSON.stringify(wrong) } })).toEqual([
    expect.stringMatching(/^input slipway-marker: "two words" is no marker; /),
    expect.stringMatching(/^input slipway: component: a component's name has 1 to 100 /),
    expect.stringMatching(/^input slipway: version: .*expected string/),
    expect.stringMatching(/^input slipway: commit: a commit is 40 or 64 hexadecimal digits; /),
    expect.stringMatching(/^input slipway: upstreams\.0\.repository: a repository is owner\/name; /),
    expect.stringMatching(/^input slipway: upstreams\.0\.digest: a digest is sha256: /),
  ]);
});

test.each([
  [{ push: true }, ['the event of this run: the run was not started with an order']],
  [null, ['the event of this run: the run was not started with an order']],
  [{ inputs: {} }, ['input slipway-marker: is not given', 'input slipway: is not given']],
  [{ client_payload: {} }, ['client_payload.slipway-marker: is not given', 'client_payload.slipway: is not given']],
  [anEvent('{"component":'), ['input slipway: \'{"component":\' is no text of JSON']],
  [anEvent('[]'), ['input slipway: the order: ']],
  [anEvent({ ...anOrder(), contract: 2 }), ['input slipway: contract: ']],
])('of %j is said what is wrong', (event, beginnings) => {
  const told = sentences(event);

  expect(told).toEqual(beginnings.map((beginning) => expect.stringContaining(beginning)));
});

test('what was noted is read again, and nothing else', () => {
  const value = { marker, order: anOrder() };

  expect(notedOrder(JSON.stringify(value))).toEqual(value);
  expect([notedOrder(''), notedOrder('{}'), notedOrder('{"marker":"x","order":{}}')]).toEqual([null, null, null]);
});
