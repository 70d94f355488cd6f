import { type Finding, ReleaseError } from '@slipway/domain';

/** Operations name the options of the command line; here the same things are inputs. */
export function inTheWordsOfTheAction({ where, what, remedy, ...finding }: Finding): Finding {
  return { ...finding, where: said(where), what: said(what), remedy: said(remedy) };
}

const said = (text: string): string =>
  text
    .replace(/, or --replace to/, ', or')
    .replace(/--(restart|unattended)\b/g, '$1: true')
    .replace(/--app-id and the key/, 'app-id and app-private-key')
    .replace(/--(only|skip|out|force|ledger)\b/g, 'input $1')
    .replace(/--(tag-components)\b/g, '$1');

/** The same for what is thrown on the way. */
export async function toldInTheWordsOfTheAction<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ReleaseError)) throw error;
    const [first, ...others] = error.findings;
    throw new ReleaseError([inTheWordsOfTheAction(first), ...others.map(inTheWordsOfTheAction)], { cause: error });
  }
}
