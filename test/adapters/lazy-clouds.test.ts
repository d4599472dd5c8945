import { execFileSync } from 'node:child_process'
import { expect, it } from 'vitest'

const sdk = /node_modules\/(@google-cloud|google-gax|google-auth-library|@azure)\//

/** Every module that a fresh Node loads for this one. */
function loadedBy(module: string): string[] {
  const script = `
    import { registerHooks } from 'node:module'
    const loaded = []
    registerHooks({ load: (url, context, next) => { loaded.push(url); return next(url, context) } })
    await import('${module}')
    process.stdout.write(JSON.stringify(loaded))`
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  return JSON.parse(output) as string[] // printed two lines above
}

it.each([
  '@fleet-auditor/adapters/gke/discovery.ts',
  '@fleet-auditor/adapters/gke/connector.ts',
  '@fleet-auditor/adapters/gke/scope-lister.ts',
  '@fleet-auditor/adapters/aks/discovery.ts',
  '@fleet-auditor/adapters/aks/connector.ts',
  '@fleet-auditor/adapters/aks/scope-lister.ts',
])('%s loads no SDK before it is used', (module) => {
  const loaded = loadedBy(module)
  expect(loaded.some((url) => url.endsWith(module.replace('@fleet-auditor/adapters', 'adapters/src')))).toBe(true)
  expect(loaded.filter((url) => sdk.test(url))).toEqual([])
})
