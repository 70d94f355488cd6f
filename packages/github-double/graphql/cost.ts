import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';

type Variables = Readonly<Record<string, unknown>>;

/**
 * The points that a query takes of the hour: the requests that its connections would need, one for each parent, divided by
 * a hundred, at least one (GitHub's page on GraphQL limits). Fragments with a name count as empty.
 */
export const costOf = ({ selectionSet }: OperationDefinitionNode, variables: Variables): number =>
  Math.max(1, Math.round(requests(selectionSet, variables, 1) / 100));

function requests(selections: SelectionSetNode | undefined, variables: Variables, parents: number): number {
  return (selections?.selections ?? []).reduce((sum, selection) => {
    if (!('selectionSet' in selection)) return sum;
    const given = 'arguments' in selection ? selection.arguments : [];
    const length = given?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
    if (!length) return sum + requests(selection.selectionSet, variables, parents);
    const value = 'name' in length ? variables[length.name.value] : 'value' in length ? length.value : 1;
    return sum + parents + requests(selection.selectionSet, variables, parents * (Number(value) || 1));
  }, 0);
}
