import type { NewRelease, Releases } from '@slipway/operations/ports';
import type { Client } from '../client/client.js';
import type { Repository } from '../client/repository.js';
import { assetFrom, releaseFrom } from './json.js';
import { openFile } from './local-file.js';
import { uploadBase } from './upload-base.js';

const release = '/repos/{owner}/{repo}/releases/{release_id}';
const asset = '/repos/{owner}/{repo}/releases/assets/{asset_id}';

/** Releases of one repository, on GitHub. */
export function githubReleases(client: Client, repository: Repository): Releases {
  const base = uploadBase(client, repository);

  return {
    async withTag(tag) {
      const all = await client.list('GET /repos/{owner}/{repo}/releases', repository);
      // One that is made while we turn pages pushes another onto two of them.
      const ours = new Map(all.filter(({ tag_name }) => tag_name === tag).map((one) => [one.id, one]));
      ours.forEach(base.learn);
      return [...ours.values()].map(releaseFrom);
    },
    async createDraft({ tag, ...fields }) {
      const parameters = { ...repository, ...fieldsOf(fields), tag_name: tag, draft: true };
      const made = await client.create('POST /repos/{owner}/{repo}/releases', parameters);
      if (made.status !== 'done') return made;
      base.learn(made.value);
      return { ...made, value: releaseFrom(made.value) };
    },
    async change(id, changes) {
      return releaseFrom(
        await client.send(`PATCH ${release}`, { ...repository, release_id: id, ...fieldsOf(changes) }),
      );
    },
    async publish(id, latest) {
      const parameters = { ...repository, release_id: id, draft: false, make_latest: latest };
      const published = await client.send(`PATCH ${release}`, parameters);
      return { ...releaseFrom(published), assets: published.assets.map(assetFrom) };
    },
    async remove(id) {
      await client.find(`DELETE ${release}`, { ...repository, release_id: id });
    },
    async assets(id, expected) {
      const all = await client.list(`GET ${release}/assets`, { ...repository, release_id: id }, expected);
      return all.map(assetFrom);
    },
    async upload({ id }, file, sent) {
      const parameters = { ...repository, release_id: id, name: file.name, baseUrl: await base.of(id) };
      const body = { size: file.size, open: () => openFile(file, sent) };
      const made = await client.upload(parameters, body);
      return made.status === 'done' ? { ...made, value: assetFrom(made.value) } : made;
    },
    async rename({ id }, name) {
      return assetFrom(await client.send(`PATCH ${asset}`, { ...repository, asset_id: id, name }));
    },
    async removeAsset({ id }) {
      await client.find(`DELETE ${asset}`, { ...repository, asset_id: id });
    },
  };
}

/** The fields that are given, by GitHub's names. */
function fieldsOf({ title, notes, target, prerelease }: Partial<Omit<NewRelease, 'tag'>>) {
  return {
    ...(title === undefined ? {} : { name: title }),
    ...(notes === undefined ? {} : { body: notes }),
    ...(target === undefined ? {} : { target_commitish: target }),
    ...(prerelease === undefined ? {} : { prerelease }),
  };
}
