import { areaOf, isTest } from '../areas.js';
import type { Reach, Source, Violation } from '../source.js';

/** Who may read the environment, print, and end the process: the shells, and what never ships. */
const isShell = (source: Source): boolean => {
  const { folder, layer } = areaOf(source.path);
  return layer === 'entrance' || layer === 'double' || layer === 'house' || folder === 'packages/action-kit';
};

/** Who may look at the clock and throw dice: the entrances, which pass both on, and the adapter that is the clock. */
const isSource = (source: Source): boolean => isShell(source) || /^packages\/host\/clock(\.ts$|\/)/.test(source.path);

/** Who may make up names: the adapters of the host, whose temporary files need names that nobody else has. */
const mayMakeUpNames = (source: Source): boolean => areaOf(source.path).folder === 'packages/host';

/** Packages are given what they need to know, and return what there is to say. */
export const behindTheShell = (source: Source): readonly Violation[] =>
  isShell(source) || isTest(source.path)
    ? []
    : matching(
        source,
        /^(process\.(env|exit|exitCode|argv|chdir|stdin|stdout|stderr)|console\.\w+)$/,
        'only the command line and action-kit read the environment, print and exit',
      );

/** Time, ids and dice are passed in, so that a six-hour chain can be tested in a second. */
export const untestable = (source: Source): readonly Violation[] =>
  isSource(source) || isTest(source.path)
    ? []
    : [
        ...matching(source, /^(Date\.now|new Date\(\)|Math\.random)$/, passedIn),
        ...(mayMakeUpNames(source) ? [] : matching(source, madeUpNames, passedIn)),
      ];

const madeUpNames = /^crypto\.(randomUUID|randomBytes|randomInt|getRandomValues)$/;
const passedIn = 'time and chance are passed in: take a clock, or the value';

const matching = (source: Source, pattern: RegExp, why: string): readonly Violation[] =>
  source.reaches
    .filter(({ name }: Reach) => pattern.test(name))
    .map(({ name, line }) => ({ where: `${source.path}:${line}`, what: `${name}: ${why}` }));
