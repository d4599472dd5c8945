import type { TestProject } from 'vitest/node'
// brings the type of `missingParts`
import type {} from './available.ts'
import { parts } from './parts.ts'
import type { PartName } from './parts.ts'

type Outcome = { readonly part: PartName; readonly reason: string | undefined }

/** Makes every part ready before the first test. In CI all are needed; elsewhere a missing one skips its tests. */
export async function setup(project: TestProject): Promise<void> {
  const names = Object.keys(parts).filter(isPartName)
  const outcomes = await Promise.all(names.map(prepared))
  const missing = outcomes.flatMap(({ part, reason }) => (reason === undefined ? [] : [[part, reason] as const]))
  if (missing.length > 0 && process.env['CI']) {
    throw new Error(`real parts missing: ${missing.map((entry) => entry.join(': ')).join('; ')}`)
  }
  project.provide('missingParts', Object.fromEntries(missing))
}

function isPartName(name: string): name is PartName {
  return name in parts
}

async function prepared(part: PartName): Promise<Outcome> {
  const start = performance.now()
  const reason = await parts[part]().then(() => undefined, reasonOf)
  const seconds = ((performance.now() - start) / 1000).toFixed(1)
  const outcome = reason === undefined ? 'ready' : `skipped, because ${reason}`
  process.stdout.write(`real: ${part} ${outcome} (${seconds} s)\n`)
  return { part, reason }
}

function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  return message.replaceAll(/\s+/g, ' ').slice(0, 300)
}
