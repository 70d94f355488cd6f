import {
  durationPattern,
  isRefName,
  namePattern,
  parseDuration,
  parseRange,
  longestVersion,
  versionPattern,
} from '@slipway/domain';
import * as z from 'zod/mini';
import { keys, type KeyName } from './keys.js';

/** The declaration of versions.toml: it parses the file, and editors get it as a JSON Schema. */

/** One that several keys have, or that others are made of. */
const shared = <S extends z.ZodMiniType>(schema: S): S => {
  z.globalRegistry.add(schema, {});
  return schema;
};

/**
 * Through the registry, as `z.describe` would be one more check for each value. Of a clone only where the schema is shared, or a key has it
 * already: to make one takes every command its time.
 */
const told = <S extends z.ZodMiniType>(key: KeyName, schema: S): S => {
  const own = z.globalRegistry.has(schema) ? z.clone(schema) : schema;
  z.globalRegistry.add(own, { description: keys[key].description });
  return own;
};

const field = <S extends z.ZodMiniType>(name: KeyName, schema: S) => z.optional(told(name, schema));

const noNul = (text: string): boolean => !text.includes('\0');
const text = shared(z.string().check(z.minLength(1), z.refine(noNul)));
const name = shared(z.string().check(z.regex(namePattern)));
const refName = shared(z.string().check(z.refine(isRefName)));

/** A name of a variable as every shell knows it. */
const variable = z.string().check(z.regex(/^[A-Za-z_][A-Za-z0-9_]*$/));

/** `..` as a part of a path, inside braces and parentheses too, which patterns expand. */
const leaves = /^[/\\]|(^|[!/\\{(,|])\.\.($|[/\\}),|])/;
const pattern = text.check(z.refine((glob: string) => !leaves.test(glob)));

const fileName = text.check(z.regex(/^(?!\.{1,2}$)[^/\\\p{Cc}]+$/u));

/** `-` in front would be an option to git. */
const repository = text.check(z.regex(/^[^-\p{Cc}][^\p{Cc}]*$/u));

const nonEmpty = <S extends z.ZodMiniType>(element: S) => z.array(element).check(z.minLength(1));

const workflowFile = z.string().check(z.regex(/^[\w.-]+\.ya?ml$/));
const eventType = z.string().check(z.regex(/^\S{1,100}$/));
const inputName = z.string().check(z.regex(/^[A-Za-z_][\w-]*$/));

const perComponent = {
  build: field('build', nonEmpty(z.string().check(z.refine(noNul))).check(z.refine(([program]) => program !== ''))),
  artifacts: field('artifacts', nonEmpty(pattern)),
  env: field('env', z.record(variable, z.string().check(z.refine(noNul)))),
  'pass-env': field('pass-env', z.array(variable)),
  tools: field('tools', z.record(name, z.string().check(z.refine((range: string) => parseRange(range) !== null)))),
  workflow: field('workflow', workflowFile),
  event: field('event', eventType),
  inputs: field('inputs', z.record(inputName, z.string())),
  collect: field('collect', nonEmpty(text)),
  ref: field('ref', refName),
  attempts: field('attempts', z.int().check(z.minimum(1), z.maximum(100))),
  'retry-on': field('retry-on', z.enum(['infrastructure', 'any'])),
  timeout: field(
    'timeout',
    z.string().check(
      z.regex(durationPattern),
      z.refine((duration: string) => parseDuration(duration) !== null),
    ),
  ),
};

export const componentSettings = told(
  'component',
  z.strictObject({
    ...perComponent,
    repository: field('repository', repository),
    path: field('path', text),
  }),
);

export const setSettings = told(
  'slipway',
  z.strictObject({
    owner: field('owner', name),
    ...perComponent,
    'max-parallel': field('max-parallel', z.int().check(z.minimum(1), z.maximum(1000))),
    'on-failure': field('on-failure', z.enum(['keep-going', 'fail-fast'])),
    components: field('components', z.record(name, componentSettings)),
  }),
);

const version = z.string().check(z.maxLength(longestVersion), z.regex(versionPattern));
const optionalVersion = z
  .string()
  .check(z.maxLength(longestVersion), z.regex(new RegExp(versionPattern.source.replace(/^\^(.*)\$$/, '^($1)?$'))));

/** Empty is as good as absent for a tag and a commit; for a version it means that this is no component. */
export const component = z.object({
  version: field('version', optionalVersion),
  git_tag: field('git_tag', z.string().check(z.refine((tag: string) => tag === '' || isRefName(tag)))),
  git_commit: field('git_commit', z.string().check(z.regex(/^([0-9A-Fa-f]{40}|[0-9A-Fa-f]{64})?$/))),
  requires: field('requires', z.array(z.string())),
  binaries: field('binaries', z.array(fileName)),
});

export const fileSchema = z.looseObject({
  release_set: told('release_set', z.looseObject({ id: told('id', name) })),
  versions: told('versions', z.record(name, told('entry', z.union([component, version])))),
  metadata: field('metadata', z.record(z.string(), z.unknown())),
  modules: field('modules', z.record(z.string(), z.unknown())),
  slipway: z.optional(setSettings),
});

export type ManifestFile = z.infer<typeof fileSchema>;
export type ComponentSettings = z.infer<typeof componentSettings>;
export type SetSettings = z.infer<typeof setSettings>;
export type VersionEntry = ManifestFile['versions'][string];
