import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build, type Metafile } from 'esbuild'
import { z } from 'zod'
import { bundleOptions } from './bundle-options.ts'
import type { Bundle, PlanOrder } from './plan-shape.ts'

/** What a component asks to have bundled; options that we do not use would be refused here, not ignored. */
export const BuildInput = z.object({
  functionID: z.string(),
  handler: z.string(),
  links: z.record(z.string(), z.unknown()),
  properties: z.strictObject({
    architecture: z.string(),
    minify: z.boolean().default(false),
    splitting: z.boolean().default(false),
  }),
})
export type BuildInput = z.infer<typeof BuildInput>

interface Built {
  readonly handler: string
  readonly out: string
  readonly errors: readonly string[]
  readonly sourcemaps: readonly string[]
}

/** Bundles a handler as SST does, into `bundle.mjs`. */
export async function bundleHandler(
  { root, work, bundles }: PlanOrder,
  { functionID, handler, links, properties }: BuildInput,
  onBundle: (bundle: Bundle) => void,
): Promise<Built> {
  const out = path.join(work, 'artifacts', `${functionID}-src`)
  await mkdir(out, { recursive: true })
  const name = path.extname(handler)
  const built = (errors: readonly string[]): Built => ({ handler: `bundle${name}`, out, errors, sourcemaps: [] })
  const source = path.join(root, `${handler.slice(0, -name.length)}.ts`)
  if (!existsSync(source)) return built([`handler not found: ${handler}`])
  if (!bundles) {
    await writeFile(path.join(out, 'bundle.mjs'), '')
    onBundle({ name: functionID, handler, links: Object.keys(links), files: {}, sources: [] })
    return built([])
  }
  const { metafile } = await build(bundleOptions(source, root, out, properties))
  const exported = entryOf(metafile)?.exports ?? []
  if (!exported.includes(name.slice(1))) return built([`${handler}: the module exports ${exported.join(', ')}`])
  const sources = Object.keys(metafile.inputs)
  onBundle({ name: functionID, handler, links: Object.keys(links), files: filesOf(metafile), sources })
  return built([])
}

/** Every dynamically imported chunk is an entry point too. */
const entryOf = ({ outputs }: Metafile) => Object.entries(outputs).find(([file]) => file.endsWith('/bundle.mjs'))?.[1]

function filesOf({ outputs }: Metafile): Record<string, number> {
  const files: Record<string, number> = {}
  for (const [file, { bytes }] of Object.entries(outputs)) files[path.basename(file)] = bytes
  return files
}
