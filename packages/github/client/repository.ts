/** A repository, as routes name it. */
export interface Repository {
  readonly owner: string;
  readonly repo: string;
}

export const fullName = ({ owner, repo }: Repository): string => `${owner}/${repo}`;
