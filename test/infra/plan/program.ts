import { readFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { build, type Plugin } from 'esbuild'
import { z } from 'zod'
import { commonJsBanner } from './common-js-banner.ts'
import { App, type PlanOrder } from './plan-shape.ts'

/** Providers of the app, as `sst install` wrote them down. */
const ProviderLock = z.array(z.object({ package: z.string(), alias: z.string() }))

/** Asks sst.config.ts for name, region and protection, which the CLI does before it runs anything. */
export async function readApp(order: PlanOrder): Promise<App> {
  const code = `import config from ${JSON.stringify(path.join(order.root, 'sst.config.ts'))}
    export const app = await config.app({ stage: ${JSON.stringify(order.stage)} })`
  const file = await evaluable(order, 'app.mjs', code, { define: { $input: '{}' }, globals: '' })
  const module: unknown = await import(pathToFileURL(file).href)
  return z.object({ app: App }).parse(module).app
}

/** The app's run() with SST's components, bundled as the CLI bundles it: globals defined, providers imported everywhere. */
export async function bundleProgram(order: PlanOrder, app: App): Promise<string> {
  const { root, platform, work, stage } = order
  const lock = ProviderLock.parse(JSON.parse(await readFile(path.join(platform, '../provider-lock.json'), 'utf8')))
  const imports = lock.map((provider) => `import * as ${provider.alias} from '${provider.package}'`)
  const globals = [...imports, `import * as sst from '${platform}/src/components'`].join('\n')
  const code = `import { run } from '${platform}/src/auto/run.ts'
    import config from ${JSON.stringify(path.join(root, 'sst.config.ts'))}
    await run(config.run)`
  const paths = { home: os.homedir(), root, work, platform }
  const define = {
    $app: JSON.stringify({ ...app, stage }),
    $dev: 'false',
    $cli: JSON.stringify({ command: 'deploy', rpc: '', paths, state: { version: {} } }),
  }
  return evaluable(order, 'run.mjs', code, { define, globals })
}

async function evaluable(
  { root, platform, work }: PlanOrder,
  name: string,
  contents: string,
  { define, globals }: { readonly define: Record<string, string>; readonly globals: string },
): Promise<string> {
  const outfile = path.join(work, name)
  await build({
    stdin: { contents, resolveDir: root, sourcefile: 'eval.ts', loader: 'ts' },
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2023',
    mainFields: ['module', 'main'],
    banner: { js: commonJsBanner },
    nodePaths: [path.join(platform, 'node_modules')],
    plugins: [prepend(globals)],
    inject: [path.join(platform, 'src/shim/run.js')],
    define,
    external: [
      '@pulumi/*',
      '@pulumiverse/*',
      '@sst-provider/*',
      '@aws-sdk/*',
      'undici',
      'esbuild',
      'archiver',
      'glob',
      'vite',
    ],
    logLevel: 'silent',
  })
  return outfile
}

/** Components are globals in every file that is not SST's own. */
const prepend = (globals: string): Plugin => ({
  name: 'globals',
  setup(bundling) {
    bundling.onLoad({ filter: /\.(js|ts|jsx|tsx)$/ }, async ({ path: file }) => {
      const text = await readFile(file, 'utf8')
      return { contents: file.includes('.sst') ? text : `${globals}\n${text}`, loader: 'default' }
    })
  },
})
