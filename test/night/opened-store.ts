import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openEmbeddedStore } from '@fleet-auditor/adapters/store/embedded/embedded.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import { onTestFinished } from 'vitest'
import type { World } from './canned-world.ts'

/** An empty store of this test's own. */
export async function openedStore(world: World): Promise<FleetStore> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fleet-auditor-night-'))
  const store = await openEmbeddedStore({ folder, now: () => world.now })
  onTestFinished(async () => {
    await store.close()
    await rm(folder, { recursive: true, force: true })
  })
  return store
}
