import fc from 'fast-check';
import type { Failure } from './failure.js';
import { verdictOn } from './verdict.js';

const anyFailure: fc.Arbitrary<Failure> = fc.oneof(
  fc.record({ kind: fc.constantFrom('unsent' as const, 'lost' as const), message: fc.string() }),
  fc.record({
    kind: fc.constant('answered' as const),
    status: fc.integer({ min: 300, max: 599 }),
    message: fc.oneof(fc.string(), fc.constant('You have exceeded a secondary rate limit.')),
    codes: fc.constant([]),
    headers: fc.record(
      {
        'retry-after': fc.oneof(fc.nat().map(String), fc.string()),
        'x-ratelimit-remaining': fc.constantFrom('0', '1'),
        'x-ratelimit-reset': fc.oneof(fc.nat().map(String), fc.string()),
        date: fc.constantFrom('Mon, 05 Jan 2026 08:00:30 GMT', 'yesterday'),
      },
      { requiredKeys: [] },
    ),
  }),
);
const anyNow = fc.integer({ min: 0, max: 2 ** 42 });
const creates = { access: 'write', whenLost: 'tell' } as const;
const repeats = { access: 'read', whenLost: 'repeat' } as const;

test('a write that creates is sent again only where GitHub refused it, or never heard of it', () => {
  fc.assert(
    fc.property(anyFailure, fc.integer({ min: 1, max: 20 }), anyNow, (failure, failures, now) => {
      const { next } = verdictOn(failure, { policy: creates, failures, now });

      const mayHaveArrived = failure.kind === 'lost' || (failure.kind === 'answered' && failure.status >= 500);
      expect(next === 'unknown').toBe(mayHaveArrived);
    }),
  );
});

test('what may be repeated is never left unknown, and ends', () => {
  fc.assert(
    fc.property(anyFailure, anyNow, (failure, now) => {
      const verdicts = Array.from({ length: 10 }, (_, index) =>
        verdictOn(failure, { policy: repeats, failures: index + 1, now }),
      );

      expect(verdicts.map(({ next }) => next)).not.toContain('unknown');
      expect(verdicts.at(-1)?.next).toBe('throw');
    }),
  );
});

test('every wait is a time that a clock can sleep', () => {
  fc.assert(
    fc.property(anyFailure, fc.integer({ min: 1, max: 9 }), anyNow, (failure, failures, now) => {
      const verdict = verdictOn(failure, { policy: repeats, failures, now });

      const after = verdict.next === 'again' ? verdict.after : 0;
      expect(Number.isFinite(after) && after >= 0).toBe(true);
    }),
  );
});

test('the end of the hour is a time of the server, whatever our clock says', () => {
  const headers = {
    'x-ratelimit-remaining': '0',
    'x-ratelimit-reset': String(Date.UTC(2026, 0, 5, 9) / 1000),
    date: 'Mon, 05 Jan 2026 08:59:00 GMT',
  };
  const failure = { kind: 'answered', status: 403, message: '', codes: [], headers } as const;

  expect(verdictOn(failure, { policy: repeats, failures: 1, now: 0 })).toEqual({
    next: 'again',
    after: 61_000,
    waits: 'all',
  });
});
