import type { SyncWish } from './sync-wish.js';
import type { ReleaseWish } from './wish.js';

/** What somebody asks for, in the words of inputs and options; `null` where nothing is said. */
export interface SyncRequest {
  readonly archive: string | null;
  readonly tag: string | null;
  readonly releaseName: string | null;
  readonly notes: string | null;
  readonly target: string | null;
  readonly prerelease: boolean | null;
  readonly latest: ReleaseWish['latest'] | null;
  readonly draft: boolean;
  readonly ifExists: ReleaseWish['ifExists'];
  /** `''`: none. */
  readonly checksums: string;
  readonly feature: string;
  readonly dryRun: boolean;
}

/** What is known of where it was asked. */
export interface Circumstances {
  /** The tag that started all this; `null` where none did. */
  readonly pushedTag: string | null;
  /** For the members of an archive, seconds since 1970. */
  readonly time: number;
  /** As their files hold them; `undefined` where none was given. */
  readonly workOrder?: unknown;
  readonly tenant?: unknown;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** A request, made whole: a work order has a tag of its own, and its release is nobody's latest unless that is said. */
export function wishOf(request: SyncRequest, circumstances: Circumstances): SyncWish {
  const { pushedTag, time, workOrder, tenant, environment } = circumstances;
  const isForCustomer = workOrder !== undefined || tenant !== undefined;
  const tag = request.tag ?? (workOrder === undefined ? pushedTag : null);
  const { archive, releaseName, notes, target, prerelease, checksums, feature, ifExists } = request;
  return {
    release: {
      ...(tag !== null && { tag }),
      ...(releaseName !== null && { title: releaseName }),
      ...(notes !== null && { notes }),
      ...(target !== null && { target }),
      ...(prerelease !== null && { prerelease }),
      latest: request.latest ?? (isForCustomer ? 'false' : 'legacy'),
      end: request.draft ? 'draft' : 'public',
      ifExists,
      checksums: checksums === '' ? null : checksums,
      owner: null,
    },
    archive: archive === null ? null : { name: archive, time },
    entitlement: {
      feature,
      ...(workOrder !== undefined && { workOrder }),
      ...(tenant !== undefined && { tenant }),
      ...switchesIn(environment),
    },
    mode: request.dryRun ? 'dry-run' : 'sync',
  };
}

function switchesIn({
  PLATFORM_DISABLE_RELEASE_SYNC: disable,
  PLATFORM_FORCE_RELEASE_SYNC: force,
}: Circumstances['environment']) {
  return { ...(disable !== undefined && { disable }), ...(force !== undefined && { force }) };
}
