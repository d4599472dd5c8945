import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'

/** The wall clock, in ISO 8601. */
export const now = (): string => new Date().toISOString()

export const clock: Clock = { now }
