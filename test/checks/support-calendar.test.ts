import { agingCalendars, daysUntil, supportEnds } from '@fleet-auditor/checks/facts/support-calendar.ts'
import type { CloudProvider } from '@fleet-auditor/model/provider.ts'
import { describe, expect, it } from 'vitest'

describe('the calendars of support', () => {
  it.each<readonly [provider: CloudProvider, version: string, standard: string, extended: string]>([
    ['eks', '1.31', '2025-11-26', '2026-11-26'],
    ['eks', '1.34', '2026-12-02', '2027-12-02'],
    ['eks', '1.36', '2027-08-02', '2028-08-02'],
    ['gke', '1.35', '2027-04-11', '2028-02-11'],
    ['gke', '1.36', '2027-08-09', '2028-06-09'],
    ['aks', '1.33', '2026-07-31', '2027-07-31'],
    ['aks', '1.35', '2027-03-31', '2028-03-31'],
    ['aks', '1.37', '2027-10-31', '2028-10-31'],
  ])('%s %s ends on %s, with extended support on %s', (provider, version, standard, extended) => {
    expect(supportEnds(provider, version, '2026-11-21T02:00:00.000Z')).toEqual({ standard, extended })
  })
})

describe('the days until a last day of support', () => {
  it.each([
    ['2026-12-02', '2026-12-01T23:59:59.999Z', 1],
    ['2026-12-02', '2026-12-02T00:00:00.000Z', 0],
    ['2026-12-02T00:00:00.000Z', '2026-12-02T23:59:59.999Z', 0],
    ['2026-12-02', '2026-12-03T00:00:00.000Z', -1],
  ])('%s are, on %s, %i', (lastDay, takenAt, days) => {
    expect(daysUntil(lastDay, takenAt)).toBe(days)
  })
})

describe('a calendar’s own age', () => {
  it.each<readonly [today: string, aging: readonly CloudProvider[]]>([
    ['2026-12-29', []],
    ['2026-12-30', ['eks', 'gke', 'aks']],
    ['2030-01-01', ['eks', 'gke', 'aks']],
  ])('is a warning on %s for %j', (today, aging) => {
    expect(agingCalendars(`${today}T02:00:00.000Z`).map(({ provider }) => provider)).toEqual(aging)
  })
})
