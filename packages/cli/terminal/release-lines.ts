import {
  type BuildReport,
  buildReports,
  buildText,
  type FallbackReport,
  fallbackText,
  type GithubReport,
  type GithubStanding,
  type GithubStatus,
  requestList,
  standingStatus,
} from '@slipway/operations/orchestrate-chain';
import type { PlannedRequest } from '@slipway/operations/ports';
import type { Shell } from '../shell.js';
import { clean } from './clean.js';
import { command } from './commands.js';
import { steps } from './next-lines.js';
import { planLines } from './plan-lines.js';
import { columns, type Line, line, span, type Tone } from './text.js';

const tones: Readonly<Record<GithubStatus, Tone>> = {
  planned: 'plain',
  built: 'good',
  prepared: 'good',
  published: 'good',
  'already-released': 'good',
  paused: 'warning',
  continuing: 'warning',
  failed: 'bad',
  cancelled: 'bad',
  refused: 'bad',
};

/** How a release that GitHub builds came along, for people. */
export function releaseLines({ status, tag, chain, release, requests }: GithubReport): readonly Line[] {
  if (status === 'refused') return [];
  if (status === 'planned')
    return [
      ...(chain?.plan ? planLines(chain.plan) : [line(`${tag} can be published`)]),
      ...(requests ? requestLines(requests) : []),
    ];
  return [
    ...(chain ? buildLines(chain.builds) : []),
    [],
    line(`${status.replaceAll('-', ' ')}: ${clean(tag)}`, tones[status]),
    ...(release ? [line(`  ${clean(release.url)}`)] : []),
  ];
}

/** What to type next; nothing where nothing is left to do, or a person has to decide. */
export function releaseNext(
  { status, fallback }: GithubReport,
  { program, args }: Pick<Shell, 'program' | 'args'>,
): readonly Line[] {
  if (fallback)
    return fallback.id === null
      ? []
      : steps([
          ['to watch it:', [command('gh', ['run', 'watch', String(fallback.id), '--repo', fallback.repository])]],
        ]);
  if (status !== 'failed' && status !== 'continuing' && status !== 'cancelled') return [];
  // Once it has begun anew it is gone on with.
  const again = command(
    program,
    args.filter((arg) => arg !== '--restart'),
  );
  if (status === 'cancelled') return steps([['to begin anew:', [`${again} --restart`]]]);
  return steps([[status === 'failed' ? 'when that is mended, to go on:' : 'to go on:', [again]]]);
}

/** What a dry run would have sent. */
export function requestLines(requests: readonly PlannedRequest[]): readonly Line[] {
  const { title, lines } = requestList(requests);
  return [[], line(title), ...lines.map((one) => line(`  ${clean(one)}`))];
}

/** How it stands. */
export function standingLines(standing: GithubStanding): readonly Line[] {
  const { run, prepared, fallback } = standing;
  const id = clean(run?.id ?? fallback?.run ?? '');
  return [
    ...(run ? [...buildLines(buildReports(run)), []] : []),
    line(`${id}: ${standingStatus(standing)}`),
    ...(prepared?.release ? [line(`  ${clean(prepared.release.url)}`)] : []),
    ...(fallback ? fallbackLines(fallback) : []),
  ];
}

const fallbackLines = (fallback: FallbackReport): readonly Line[] => [
  line(`  ${clean(fallbackText(fallback))}`, 'warning'),
  line(`  orchestration could not go on: ${clean(fallback.why)}`),
];

const buildLines = (builds: readonly BuildReport[]): readonly Line[] =>
  columns(
    builds.map((build) => [
      span(build.component),
      span(build.version),
      span(buildText(build)),
      span(build.failure ? clean([build.failure.what, build.failure.log].filter(Boolean).join(', ')) : ''),
    ]),
  );
