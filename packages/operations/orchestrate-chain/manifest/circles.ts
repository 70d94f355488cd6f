import { cyclesOf, graphOf, type Node, splitRequirement } from '@slipway/domain';
import { type Complaint, error } from './complaint.js';
import type { Members } from './members.js';

/** Every cycle as a path, told where its first component asks for its second. */
export function circles(members: Members, nodes: readonly Node[]): readonly Complaint[] {
  return cyclesOf(graphOf(nodes)).map((names) => {
    const [from = '', to = ''] = names;
    const member = members.get(from);
    const wishes = member?.kind === 'component' ? member.requires : [];
    const index = wishes.findIndex((text) => typeof text === 'string' && splitRequirement(text)?.name === to);
    const what = `makes components require each other in a circle: ${names.join(' → ')}`;
    const remedy = 'remove one of these requirements, so that one of the components can be built first';
    return error(['versions', from, 'requires', index], what, remedy);
  });
}
