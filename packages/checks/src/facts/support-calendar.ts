import type { AgingCalendar } from '@fleet-auditor/model/digest.ts'
import { CloudProvider } from '@fleet-auditor/model/provider.ts'

/** Last days of support of a minor version, ISO dates. `extended`: of the support that is paid for, or of the LTS plan. */
export interface SupportEnds {
  readonly standard: string
  readonly extended?: string | undefined
}

interface Calendar {
  /** By minor version: last day of standard support, then of extended support. */
  readonly ends: Readonly<Record<string, readonly [standard: string, extended?: string]>>
  /** The last day on which an end that is still ahead may be believed. */
  readonly validUntil: string
}

/** Added to the date, as GKE's policy gives it: about 10 months of extended support after standard support. */
const gkeExtendedMonths = 10

/**
 * EKS: its version calendar, used where its API may not be asked. GKE: end of standard support in its release
 * schedule; extended support follows from its versioning policy. AKS: its release calendar, and its LTS calendar. Read
 * in November 2026.
 */
const calendars: Readonly<Record<CloudProvider, Calendar>> = {
  eks: {
    ends: {
      '1.31': ['2025-11-26', '2026-11-26'],
      '1.32': ['2026-03-23', '2027-03-23'],
      '1.33': ['2026-07-29', '2027-07-29'],
      '1.34': ['2026-12-02', '2027-12-02'],
      '1.35': ['2027-03-27', '2028-03-27'],
      '1.36': ['2027-08-02', '2028-08-02'],
    },
    validUntil: '2027-02-28',
  },
  gke: {
    ends: {
      '1.27': ['2024-10-01'],
      '1.28': ['2025-02-04'],
      '1.29': ['2025-04-12'],
      '1.30': ['2025-09-30'],
      '1.31': ['2026-01-16'],
      '1.32': ['2026-04-11'],
      '1.33': ['2026-08-03'],
      '1.34': ['2026-10-01'],
      '1.35': ['2027-04-11'],
      '1.36': ['2027-08-09'],
    },
    validUntil: '2027-02-28',
  },
  aks: {
    ends: {
      '1.27': ['2024-07-31', '2025-07-31'],
      '1.28': ['2025-01-31', '2026-02-28'],
      '1.29': ['2025-03-31', '2026-04-30'],
      '1.30': ['2025-08-22', '2026-07-31'],
      '1.31': ['2025-11-01', '2026-11-30'],
      '1.32': ['2026-03-31', '2027-03-31'],
      '1.33': ['2026-07-31', '2027-07-31'],
      '1.34': ['2026-11-30', '2027-11-30'],
      '1.35': ['2027-03-31', '2028-03-31'],
      '1.36': ['2027-06-30', '2028-06-30'],
      '1.37': ['2027-10-31', '2028-10-31'],
    },
    validUntil: '2027-02-28',
  },
}

/** `too-old`: older than the calendar. `outdated`: newer than it, or no longer believed. */
type CalendarAnswer = SupportEnds | 'too-old' | 'outdated'

/** An end that has passed stays passed, however old the calendar; an end still ahead is believed until `validUntil`. */
export function supportEnds(provider: CloudProvider, version: string, takenAt: string): CalendarAnswer {
  const { ends, validUntil } = calendars[provider]
  const minor = minorOf(version)
  if (minor === undefined) return 'outdated'
  const [standard, extended] = ends[`1.${minor}`] ?? []
  if (standard === undefined) return minor < oldest(ends) ? 'too-old' : 'outdated'
  const today = takenAt.slice(0, 10)
  if (standard >= today && today > validUntil) return 'outdated'
  return { standard, extended: provider === 'gke' ? monthsAfter(standard, gkeExtendedMonths) : extended }
}

/** Whole days from a day to the last day of support: zero on that day itself, below zero once support has ended. */
export const daysUntil = (lastDay: string, takenAt: string): number =>
  Math.round((Date.parse(lastDay.slice(0, 10)) - Date.parse(takenAt.slice(0, 10))) / dayMs)

const dayMs = 24 * 3600 * 1000
/** A warning comes this long before a calendar is no longer believed: time for two releases of the auditor. */
const warningDays = 60

/** The calendars that soon are, or already are, past the day until which they are believed. */
export const agingCalendars = (today: string): readonly AgingCalendar[] =>
  CloudProvider.options
    .map((provider) => ({ provider, validUntil: calendars[provider].validUntil }))
    .filter(({ validUntil }) => daysUntil(validUntil, today) <= warningDays)

const minorOf = (version: string): number | undefined => {
  const [, minor] = /^v?1\.(\d+)/.exec(version) ?? []
  return minor === undefined ? undefined : Number(minor)
}

const oldest = (ends: Calendar['ends']): number =>
  Math.min(...Object.keys(ends).map((version) => minorOf(version) ?? Number.POSITIVE_INFINITY))

function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1] = day.split('-').map(Number)
  const total = year * 12 + month - 1 + months
  return `${Math.floor(total / 12)}-${String((total % 12) + 1).padStart(2, '0')}-${day.slice(8)}`
}
