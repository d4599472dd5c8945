import { option, optionalOption } from './option.ts'
import { text } from './values.ts'

export const dataFolder = option(
  '--data <folder>',
  'folder of the embedded store',
  text,
  ({ dataFolder: folder }) => folder,
)

/** The embedded store, or the table of a deployment. */
export const storeOptions = {
  data: dataFolder,
  table: optionalOption('--table <name>', 'table of a deployment, instead of the embedded store', text),
  region: optionalOption('--region <name>', 'region of that table (default: the ambient one)', text),
}
