import type { WideSource } from '@fleet-auditor/audit/ports/scope-lister.ts'
import type { CloudWorker } from '@fleet-auditor/model/run-plan.ts'
import { failed, type Failed } from '@fleet-auditor/model/section.ts'

/** A lister was handed another cloud's source: a fault of the caller's, told as one. */
export const foreignSource = (own: CloudWorker, { worker }: WideSource): Failed =>
  failed('tool-error', `a source of ${worker} was handed to the lister of ${own}`)
