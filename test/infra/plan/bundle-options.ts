import type { BuildOptions } from 'esbuild'
import { commonJsBanner } from './common-js-banner.ts'

/** The options that SST 4.17 bundles a function with (pkg/runtime/node/build.go). */
export const bundleOptions = (
  source: string,
  root: string,
  outdir: string,
  { minify, splitting }: { readonly minify: boolean; readonly splitting: boolean },
): BuildOptions & { metafile: true } => ({
  entryPoints: [source],
  absWorkingDir: root,
  outdir,
  entryNames: 'bundle',
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting,
  minify,
  keepNames: true,
  metafile: true,
  format: 'esm',
  platform: 'node',
  target: 'es2024',
  mainFields: ['module', 'main'],
  external: ['sharp', 'pg-native'],
  banner: { js: commonJsBanner },
  logLevel: 'silent',
})
