/** What stands at a path where the manifest wants a checkout. */
export type Place =
  | { readonly kind: 'missing' }
  /** A folder in no git repository, or a file. */
  | { readonly kind: 'no-git' }
  /** A checkout, or a folder in one. */
  | { readonly kind: 'checkout'; readonly root: string };

/** How a checkout stands towards the branch that it follows, as far as was fetched. */
export interface Standing {
  /** Files under git that were changed, staged or not. */
  readonly changes: number;
  /** `null` where no branch is checked out. */
  readonly branch: string | null;
  /** Commits on either side; `null` where the branch follows none. */
  readonly distance: { readonly ahead: number; readonly behind: number } | null;
}

export type CheckoutChange = { readonly status: 'done' } | { readonly status: 'failed'; readonly complaint: string };

/** Checkouts of the user's. Paths are absolute. Nothing that is not committed is ever changed or lost. */
export interface Checkouts {
  look(path: string): Promise<Place>;
  /** Clones `repository`, as a manifest writes it, to where nothing is yet; it appears whole. */
  clone(repository: string, path: string): Promise<CheckoutChange>;
  hasRemote(root: string): Promise<boolean>;
  /** Branches and tags of its remote; the checkout itself stays as it is. */
  fetch(root: string): Promise<CheckoutChange>;
  /** `null` where git cannot tell. */
  standing(root: string): Promise<Standing | null>;
  /** Moves the branch to what it follows, if that is ahead of it, and refuses rather than overwrite a file, ignored ones included. */
  forward(root: string): Promise<CheckoutChange>;
}
