import type { Clock } from '@fleet-auditor/audit/ports/clock.ts'

export const now = (): string => new Date().toISOString()

export const clock: Clock = { now }
