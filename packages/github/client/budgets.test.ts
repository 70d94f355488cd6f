import { withDouble } from '@slipway/github-double';
import { acme, aClient, core } from './a-client.js';
import { Budgets } from './budgets.js';

const hour = 3_600_000;

test('what is left of both limits is known from the answers, one that costs nothing among them', () =>
  withDouble(acme(), async (double) => {
    const client = aClient(double);
    const before = client.budget('core', core);
    await client.send('GET /repos/{owner}/{repo}', core);
    await client.send('GET /repos/{owner}/{repo}', core);
    await client.query({ query: '{ viewer { login } }', variables: {} }, core);

    const resetAt = double.clock.now() + hour;
    expect(before).toBeNull();
    expect(client.budget('core', core)).toEqual({ limit: 5000, remaining: 4999, resetAt });
    expect(client.budget('graphql', core)).toEqual({ limit: 5000, remaining: 4999, resetAt });
  }));

test("the time of its renewal is by our clock, whatever GitHub's says", () => {
  const budgets = new Budgets();
  const date = 'Mon, 05 Jan 2026 09:00:00 GMT';
  const told = { limit: 1000, remaining: 7, reset: Date.parse(date) / 1000 + 60, resource: 'core' };
  const headers = Object.fromEntries(
    Object.entries(told).map(([name, value]) => [`x-ratelimit-${name}`, String(value)]),
  );

  budgets.learn('acme', { ...headers, date }, 5_000);

  expect(budgets.of('acme', 'core')).toEqual({ limit: 1000, remaining: 7, resetAt: 65_000 });
});

test('an answer that tells nothing of limits changes nothing', () => {
  const budgets = new Budgets();

  budgets.learn('acme', { date: 'Mon, 05 Jan 2026 09:00:00 GMT' }, 0);

  expect(budgets.of('acme', 'core')).toBeNull();
});
