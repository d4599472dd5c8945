import { auditFleet, type AuditedFleet } from '@fleet-auditor/audit/audit-fleet.ts'
import { expandScopes } from '@fleet-auditor/audit/discovery/expand-scopes.ts'
import type { FleetStore } from '@fleet-auditor/audit/ports/fleet-store.ts'
import type { Progress } from '@fleet-auditor/audit/ports/progress.ts'
import type { RunContext } from '@fleet-auditor/audit/run-context.ts'
import type { FleetFile } from '@fleet-auditor/model/fleet-file.ts'
import type { RunSelection } from '@fleet-auditor/model/run.ts'
import { contextOf } from './context-of.ts'
import { portsOnto, type World } from './world.ts'

export interface TerminalRun {
  readonly run: string
  readonly fleet: FleetFile
  readonly world: World
  readonly store: FleetStore
  readonly selection?: RunSelection
  /** What is not as usual in this run. */
  readonly context?: Partial<RunContext>
  readonly progress?: Progress
}

export const wholeFleet: RunSelection = { scopes: [], clusters: [] }

/** A run as the terminal makes it: in one process, from the fleet file's sources. */
export async function auditInTerminal(asked: TerminalRun): Promise<AuditedFleet> {
  const { world, store, selection = wholeFleet } = asked
  const context = { ...contextOf(asked), ...asked.context }
  const ports = portsOnto(world, store)
  const sources = await expandScopes(context, ports)
  const request = { ...sources, selection, partial: false }
  return auditFleet(request, context, { ...ports, progress: asked.progress ?? ports.progress })
}
