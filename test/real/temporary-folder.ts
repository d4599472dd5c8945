import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export type TemporaryFolder = { readonly path: string; readonly remove: () => Promise<void> }

export async function temporaryFolder(name: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `fleet-auditor-${name}-`))
  // a server that was just killed may still be writing its last files
  return { path, remove: () => rm(path, { recursive: true, force: true, maxRetries: 5 }) }
}
