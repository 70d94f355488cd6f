import { badInput, type Finding, isRefName, printed, refNameRule } from '@slipway/domain';
import type { Asset, NewRelease, Release } from '../../ports/index.js';
import { notesAlone, recordIn, withRecord } from '../record.js';
import type { ReleaseWish, WantedFile } from '../wish.js';
import { assetStep, conflicts, tooMany } from './asset-steps.js';
import { type ChecksumsList, checksumsList } from './checksums.js';
import type { AssetStep, Planned, ReleaseStep } from './plan.js';
import { isTemporary } from './temporary.js';
import type { Standing } from './standing.js';
import { removedTwin, spareTwins, unclearTwins } from './twins.js';
import { fileFindings, plannedFile } from './wanted.js';

/** What has to be done so that the release has these files; nothing but data in, nothing but data out. All that is wrong is told at once. */
export function planSync(wanted: readonly WantedFile[], standing: Standing, wish: ReleaseWish): Planned {
  const files = wanted.map(plannedFile);
  const list = wish.checksums === null ? null : checksumsList(wish.checksums, files, standing.assets);
  const steps = stepsOf(files, list, standing, wish);
  const leftovers = leftoversIn(standing, steps);
  const spare = spareTwins(standing, [...files, ...(list ? [list.file] : [])]);
  const [first, ...rest] = [
    ...wishFindings(wish),
    ...fileFindings(files, wish),
    ...unclearTwins(standing, spare, wish.tag),
    ...conflicts(steps, standing, wish.ifExists),
    ...tooMany(steps.filter(isToCome), standing.assets.length - leftovers.length),
  ];
  if (first) return { status: 'refused', findings: [first, ...rest] };
  return {
    status: 'planned',
    plan: {
      tag: wish.tag,
      release: releaseStep(standing.release, wish),
      leftovers,
      spare,
      assets: steps,
      finish:
        wish.end === 'draft' || standing.release?.state === 'public'
          ? { action: 'leave' }
          : { action: 'publish', latest: wish.latest },
      checksums: list && { name: list.name, text: list.text },
      findings: [...(list?.findings ?? []), ...spare.map(removedTwin), ...notices(standing, wish, leftovers)],
    },
  };
}

/** The list of checksums is always brought up to date, whatever is wished of assets that exist. */
const stepsOf = (
  files: readonly ReturnType<typeof plannedFile>[],
  list: ChecksumsList | null,
  standing: Standing,
  { ifExists }: ReleaseWish,
): readonly AssetStep[] => [
  ...files.map((file) => assetStep(file, standing, ifExists)),
  ...(list ? [assetStep(list.file, standing, 'skip-identical')] : []),
];

/** Those that do not stand under their temporary name already. */
const isToCome = (step: AssetStep): boolean => step.action === 'skip' || step.staged === null;

/** A broken upload blocks its name; a temporary asset that nobody waits for is rubbish of ours. Broken uploads of others are let be. */
function leftoversIn({ release, assets }: Standing, steps: readonly AssetStep[]): readonly Asset[] {
  if (release?.immutable) return [];
  const names = new Set(steps.flatMap((step) => [step.file.name, ...(step.action === 'skip' ? [] : [step.under])]));
  const staged = new Set(steps.flatMap((step) => (step.action === 'skip' ? [] : (step.staged?.id ?? []))));
  return assets.filter(({ id, name, state }) =>
    isTemporary(name) ? !staged.has(id) : state !== 'uploaded' && names.has(name),
  );
}

function releaseStep(release: Release | null, wish: ReleaseWish): ReleaseStep {
  if (!release) return { action: 'create', release: newRelease(wish) };
  const { title, prerelease, target } = wish;
  const notes = wantedNotes(release, wish);
  const changes = {
    ...(title !== undefined && title !== release.title && { title }),
    ...(notes !== release.notes.replaceAll('\r\n', '\n') && { notes }),
    ...(prerelease !== undefined && prerelease !== release.prerelease && { prerelease }),
    // Where the tag stands, the target means nothing any more.
    ...(target !== undefined && release.state === 'draft' && target !== release.target && { target }),
  };
  return Object.keys(changes).length === 0 ? { action: 'keep', release } : { action: 'change', release, changes };
}

const newRelease = ({
  tag,
  title = tag,
  notes = '',
  target,
  prerelease = false,
  owner,
  archive,
}: ReleaseWish): NewRelease => ({
  tag,
  title,
  notes: withRecord(notes, { owner, archive }),
  ...(target !== undefined && { target }),
  prerelease,
});

/** A release that has nothing of ours to remember keeps its notes to the letter. */
function wantedNotes(release: Release, { notes, owner, archive }: ReleaseWish): string {
  const there = release.notes.replaceAll('\r\n', '\n');
  const known = recordIn(there);
  const record = { owner: owner ?? known.owner, archive: archive ?? known.archive };
  const isSame = JSON.stringify(record) === JSON.stringify(known);
  if (isSame && (notes === undefined || notesAlone(notes) === notesAlone(there))) return there;
  return withRecord(notes ?? there, record);
}

function wishFindings({ tag, prerelease, latest }: ReleaseWish): readonly Finding[] {
  return [
    ...(isRefName(tag) ? [] : [badInput(`${printed(tag)} is no name for a tag`, 'tag', `give ${refNameRule}`)]),
    ...(prerelease && latest === 'true'
      ? [badInput('a prerelease cannot be the latest release', 'latest', 'let one of prerelease and latest go')]
      : []),
  ];
}

function notices({ release, assets }: Standing, { end }: ReleaseWish, leftovers: readonly Asset[]): readonly Finding[] {
  const broken = assets.filter((asset) => asset.state !== 'uploaded' && !leftovers.includes(asset));
  return [
    ...broken.map(({ name }): Finding => ({
      code: 'conflict',
      severity: 'warning',
      what: 'its upload was never finished, and it is not among these files',
      where: `asset ${printed(name)}`,
      remedy: 'delete it, unless somebody is uploading it now',
    })),
    ...(release?.state === 'public' && end === 'draft'
      ? [
          {
            code: 'conflict' as const,
            severity: 'notice' as const,
            what: 'the release is public already and does not become a draft again',
            where: release.url,
            remedy: 'leave draft out for a release that is public',
          },
        ]
      : []),
  ];
}
