import path from 'node:path'
import { bundleHandler } from '../../infra/plan/bundle-handler.ts'
import { platform, root } from '../../infra/plan/places.ts'

export interface BundledFunction {
  /** The module that Lambda loads. */
  readonly file: string
  /** Bytes of all files of the bundle. */
  readonly bytes: number
}

/** As infra/deploy-function.ts asks SST for it. */
const properties = { architecture: 'arm64', minify: true, splitting: true } as const

/** Bundles `handler` of a module (its path from the root, without extension) as a deployment does. */
export async function bundledFunction(module: string, folder: string): Promise<BundledFunction> {
  const order = { root, platform, work: folder, stage: 'bench', bundles: true }
  let bytes = 0
  const input = { functionID: path.basename(module), handler: `${module}.handler`, links: {}, properties }
  const { out, errors } = await bundleHandler(order, input, ({ files }) => {
    for (const each of Object.values(files)) bytes += each
  })
  if (errors.length > 0) throw new Error(errors.join('; '))
  return { file: path.join(out, 'bundle.mjs'), bytes }
}
