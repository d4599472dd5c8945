import type { CloudProvider } from '@fleet-auditor/model/provider.ts'

/** Last day of standard support by minor version, and the last day on which this table may be believed. */
interface Calendar {
  readonly ends: Readonly<Record<string, string>>
  readonly validUntil: string
}

/**
 * GKE: end of standard support as published in its release schedule. AKS: end of the month that its release calendar
 * names. EKS has an API for these dates and needs no table.
 */
const calendars: Partial<Record<CloudProvider, Calendar>> = {
  gke: {
    ends: {
      '1.27': '2024-10-01',
      '1.28': '2025-02-04',
      '1.29': '2025-04-12',
      '1.30': '2025-09-30',
      '1.31': '2026-01-16',
      '1.32': '2026-04-11',
      '1.33': '2026-08-03',
      '1.34': '2026-10-01',
      '1.35': '2027-04-11',
    },
    validUntil: '2027-02-28',
  },
  aks: {
    ends: {
      '1.27': '2024-07-31',
      '1.28': '2025-01-31',
      '1.29': '2025-03-31',
      '1.30': '2025-07-31',
      '1.31': '2025-11-30',
      '1.32': '2026-03-31',
      '1.33': '2026-06-30',
      '1.34': '2026-11-30',
    },
    validUntil: '2027-02-28',
  },
}

/** When standard support of a version ends; `too-old` for one older than the table, `outdated` where it does not reach that far. */
export type SupportEnd = { readonly until: string } | 'too-old' | 'outdated'

/** An end that has passed stays passed, however old the table; an end still ahead is believed until `validUntil`. */
export function supportEnd(provider: CloudProvider, version: string, takenAt: string): SupportEnd {
  const calendar = calendars[provider]
  const minor = minorOf(version)
  if (!calendar || minor === undefined) return 'outdated'
  const until = calendar.ends[`1.${minor}`]
  if (until === undefined) return minor < oldest(calendar) ? 'too-old' : 'outdated'
  return until > takenAt && takenAt.slice(0, 10) > calendar.validUntil ? 'outdated' : { until }
}

const minorOf = (version: string): number | undefined => {
  const [, minor] = /^v?1\.(\d+)/.exec(version) ?? []
  return minor === undefined ? undefined : Number(minor)
}

const oldest = (calendar: Calendar): number =>
  Math.min(...Object.keys(calendar.ends).map((version) => minorOf(version) ?? Number.POSITIVE_INFINITY))
