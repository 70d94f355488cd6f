/**
 * State of one subject for each owner (a repository, the world), made when it is first asked for: `releasesOf(repository)`.
 * So a subject keeps its own state in its own folder, and nobody else's type grows.
 */
export function subject<Owner extends object, State>(make: (owner: Owner) => State): (owner: Owner) => State {
  const states = new WeakMap<Owner, State>();
  return (owner) => {
    const state = states.get(owner) ?? make(owner);
    states.set(owner, state);
    return state;
  };
}
