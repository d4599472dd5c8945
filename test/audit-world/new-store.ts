import { createMemoryStore } from '@fleet-auditor/adapters/store/memory/memory-store.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { World } from './world.ts'

/** An empty store in memory, on the clock of a world. */
export const newStore = (world: World): FleetStore => createMemoryStore({ clock: { now: () => world.now } })
