import type { AgingCalendar } from '@fleet-auditor/model/digest.ts'

/** What to do about a calendar of support before checks answer *unknown* for it. */
export const calendarWarning = ({ provider, validUntil }: AgingCalendar): string =>
  `the calendar of ${provider.toUpperCase()} versions in this release is valid until ${validUntil}: update the auditor`
