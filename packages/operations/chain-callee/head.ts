import type { Finding } from '@slipway/domain';
import type { RemoteCommit } from '../ports/index.js';
import { type CalleeOrder, orderInput } from './contract.js';

/** `null` where the order's commit is checked out. */
export function wrongHead(head: RemoteCommit | null, { commit }: CalleeOrder): Finding | null {
  if (head?.commit === commit) return null;
  return {
    code: 'conflict',
    severity: 'error',
    what: head
      ? `is at ${head.commit}, and the order is for ${commit}`
      : `holds no commit, and the order is for ${commit}`,
    where: 'the checkout',
    remedy: `give actions/checkout the ref \${{ fromJSON(inputs.${orderInput} || github.event.client_payload.${orderInput}).commit }}, and leave it there`,
  };
}
