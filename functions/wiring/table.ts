import { openTableStore } from '@fleet-auditor/adapters/store/table-store.ts'
import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import { z } from 'zod'
import { timeLeft } from '../run/invocation.ts'
import type { Emit } from '../run/metrics.ts'
import { stepWith } from '../run/step-with.ts'
import type { Call } from '../run/step-with.ts'
import { readSettings } from './environment.ts'
import { fleetVariables, now, readFleet } from './fleet.ts'

/** Of every function that works on the store. */
export const tableVariables = { ...fleetVariables, TABLE_NAME: z.string() }

/** What nearly every function works with. */
export interface WithStore extends AsyncDisposable {
  readonly fleet: FleetFile
  readonly store: FleetStore
  readonly clock: Clock
  readonly emit: Emit
}

const wireTable = async () => openingStore(readSettings(z.object(tableVariables)))

/** Opens the store for one invocation. */
export async function openingStore(settings: {
  readonly FLEET_FILE: string
  readonly STAGE: string
  readonly TABLE_NAME: string
}): Promise<(call: Pick<Call, 'context' | 'invocation'>) => Promise<WithStore>> {
  const { fleet, clock, emitFor } = await readFleet(settings)
  return async ({ context, invocation }) => {
    const patience = () => timeLeft(invocation)
    const store = await openTableStore({ table: settings.TABLE_NAME, now, patience, retention: fleet.retention })
    return { fleet, clock, store, emit: emitFor(context), [Symbol.asyncDispose]: async () => store.close() }
  }
}

/** A handler that works on the fleet and its store; one that needs more, or less, is made from its own wiring. */
export const step = stepWith(wireTable)
