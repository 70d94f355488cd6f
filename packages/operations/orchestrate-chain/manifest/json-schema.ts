import * as z from 'zod/mini';
import { fileSchema } from './schema.js';

/** JSON Schema of versions.toml, for editors. Draft 7 is older than zod's default, and so understood by more of them. */
export const manifestJsonSchema = () => ({
  ...z.toJSONSchema(fileSchema, { target: 'draft-7', io: 'input' }),
  title: 'versions.toml',
});
