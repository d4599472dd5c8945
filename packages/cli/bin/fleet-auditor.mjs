#!/usr/bin/env node
// The sources run unbuilt, which needs a Node that strips types. An older Node hands over to the one that was
// installed beside the packages.
import { spawnSync } from 'node:child_process'
import { createRequire, enableCompileCache } from 'node:module'
import path from 'node:path'
import process from 'node:process'

const main = new URL('../src/main.ts', import.meta.url)

if (process.features.typescript) {
  enableCompileCache?.()
  await import(main.href)
} else {
  const shim = path.join(path.dirname(createRequire(import.meta.url).resolve('node/package.json')), 'bin', 'node')
  const { status, signal, error } = spawnSync(
    shim,
    [import.meta.filename ?? new URL(import.meta.url).pathname, ...process.argv.slice(2)],
    {
      stdio: 'inherit',
    },
  )
  if (error) {
    process.stderr.write(
      `fleet-auditor needs Node 22.18 or newer, and the one of its own could not be started: ${error.message}\n`,
    )
    process.exit(4)
  }
  process.exit(status ?? (signal === 'SIGINT' ? 130 : 4))
}
