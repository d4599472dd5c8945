import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { build } from 'esbuild'
import { stateFunctions } from '../../../infra/functions.ts'
import { commonJsBanner } from '../../infra/plan/common-js-banner.ts'

const root = path.resolve(import.meta.dirname, '../../..')

export interface Bundles {
  fileOf(name: string): string
  remove(): Promise<void>
}

/** The handlers as a deployment bundles them, so that a process of one is there in a moment. */
export async function bundleFunctions(names: readonly string[] = stateFunctions): Promise<Bundles> {
  const outdir = await mkdtemp(path.join(tmpdir(), 'bundled-functions-'))
  await build({
    entryPoints: names.map((name) => path.join(root, `functions/${name}.ts`)),
    outdir,
    outExtension: { '.js': '.mjs' },
    absWorkingDir: root,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'es2024',
    mainFields: ['module', 'main'],
    banner: { js: commonJsBanner },
    logLevel: 'silent',
  })
  return {
    fileOf: (name) => path.join(outdir, `${name}.mjs`),
    remove: () => rm(outdir, { recursive: true }),
  }
}
