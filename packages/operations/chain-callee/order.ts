import { type Finding, printed } from '@slipway/domain';
import * as z from 'zod/mini';
import { type CalleeOrder, calleeOrder, markerInput, orderInput } from './contract.js';

/** An order, with the marker of the attempt that it belongs to. */
export interface MarkedOrder {
  readonly marker: string;
  readonly order: CalleeOrder;
}

export type ReadOrder =
  | { readonly status: 'read'; readonly value: MarkedOrder }
  | { readonly status: 'refused'; readonly findings: readonly Finding[] };

/** The order in the document of the event that started the run (`GITHUB_EVENT_PATH`), or all that is wrong with it. */
export function readOrder(event: unknown): ReadOrder {
  const keys = keysOf(event);
  if (keys === null) return { status: 'refused', findings: [withoutOrder] };
  const marker = readMarker(keys);
  const order = readText(keys);
  return marker.status === 'read' && order.status === 'read'
    ? { status: 'read', value: { marker: marker.value, order: order.value } }
    : { status: 'refused', findings: [marker, order].flatMap((part) => ('findings' in part ? part.findings : [])) };
}

/** What was noted of an order that had been read; `null` where it is none. */
export function notedOrder(text: string): MarkedOrder | null {
  const parsed = z.object({ marker: z.string(), order: calleeOrder }).safeParse(jsonIn(text));
  return parsed.success ? parsed.data : null;
}

interface Keys {
  /** How a message names a key: `input slipway`, `client_payload.slipway`. */
  readonly nameOf: (key: string) => string;
  readonly values: Readonly<Record<string, unknown>>;
}

const record = z.record(z.string(), z.unknown());
const dispatched = z.object({ inputs: z.nullish(record), client_payload: z.nullish(record) });

/** What a dispatch came with; `null` where something else started the run. */
function keysOf(event: unknown): Keys | null {
  const { inputs, client_payload: payload } = dispatched.safeParse(event).data ?? {};
  if (inputs) return { nameOf: (key) => `input ${key}`, values: inputs };
  return payload ? { nameOf: (key) => `client_payload.${key}`, values: payload } : null;
}

type Part<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'refused'; readonly findings: readonly Finding[] };

function readMarker({ nameOf, values }: Keys): Part<string> {
  const where = nameOf(markerInput);
  const marker = values[markerInput] ?? '';
  if (marker === '') return refused([where, 'is not given', 'let the orchestrator start this run']);
  return typeof marker === 'string' && /^\S+$/.test(marker)
    ? { status: 'read', value: marker }
    : refused([where, `${shown(marker)} is no marker`, 'give one word']);
}

function readText({ nameOf, values }: Keys): Part<CalleeOrder> {
  const where = nameOf(orderInput);
  const text = values[orderInput] ?? '';
  if (text === '') return refused([where, 'is not given', 'let the orchestrator start this run']);
  const json = typeof text === 'string' ? jsonIn(text) : undefined;
  if (json === undefined) return refused([where, `${shown(text)} is no text of JSON`, seeContract]);
  const { success, data, error } = calleeOrder.safeParse(json);
  if (success) return { status: 'read', value: data };
  return refused(
    ...error.issues.map(({ path, message }): Told => [
      `${where}: ${path.join('.') || 'the order'}`,
      lower(message),
      seeContract,
    ]),
  );
}

type Told = readonly [where: string, what: string, remedy: string];

const seeContract = 'send an order of version 1 of the callee contract (docs/callee.md)';

const refused = (...told: readonly Told[]): Part<never> => ({
  status: 'refused',
  findings: told.map(([where, what, remedy]) => ({ code: 'bad-input', severity: 'error', what, where, remedy })),
});

const withoutOrder: Finding = {
  code: 'bad-input',
  severity: 'error',
  what: 'the run was not started with an order',
  where: 'the event of this run',
  remedy: `start it by workflow_dispatch with the inputs ${markerInput} and ${orderInput}, as an orchestrator does`,
};

const shown = (value: unknown): string => printed(typeof value === 'string' ? value : JSON.stringify(value));

const lower = (message: string): string => `${message.charAt(0).toLowerCase()}${message.slice(1)}`;

/** `undefined` where it is none. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
