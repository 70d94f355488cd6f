import type { Finding } from '@slipway/domain';

/** Operations name the options of the command line; here the same things are inputs. */
export function inTheWordsOfTheAction({ where, what, remedy, ...finding }: Finding): Finding {
  const said = (text: string): string => text.replace(/, or --replace to/, ', or').replace(options, 'input $1');
  return { ...finding, where: said(where), what: said(what), remedy: said(remedy) };
}

const options = /--(only|skip|out|force)\b/g;
