#!/usr/bin/env -S node --max-semi-space-size=16
// The young generation is small: at 64 clusters at once it is most of the memory, and buys no speed.
//
// The sources run unbuilt, which needs a Node that strips types. An older Node starts the one that was installed
// beside the packages.
import { spawn } from 'node:child_process'
// As a whole: an older Node refuses a name that its module does not have.
import * as nodeModule from 'node:module'
import path from 'node:path'
import process from 'node:process'
import { compileCacheFolder } from './compile-cache.mjs'

const main = new URL('../src/main.ts', import.meta.url)

if (process.features.typescript) {
  // A folder that the environment names is in use already.
  const cache = process.env.NODE_COMPILE_CACHE ? undefined : compileCacheFolder(process.env)
  if (cache !== undefined) {
    nodeModule.enableCompileCache?.(cache)
    process.env.NODE_COMPILE_CACHE = cache // for threads and child processes
  }
  await import(main.href)
} else {
  // Ctrl-C reaches the child by itself, which stores what it has; this process only waits for it.
  process.on('SIGINT', () => {})
  const shim = path.join(
    path.dirname(nodeModule.createRequire(import.meta.url).resolve('node/package.json')),
    'bin',
    'node',
  )
  const args = ['--max-semi-space-size=16', import.meta.filename ?? new URL(import.meta.url).pathname]
  const child = spawn(shim, [...args, ...process.argv.slice(2)], { stdio: 'inherit' })
  // These come to this process alone: without them the child would serve on, with nobody to end it.
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(
      `fleet-auditor needs Node 22.18 or newer, and the one of its own could not be started: ${error.message}\n`,
    )
    process.exit(4)
  })
  child.on('exit', (status, signal) => process.exit(status ?? (signal === 'SIGINT' ? 130 : 4)))
}
