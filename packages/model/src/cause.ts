import { z } from 'zod'

/** Why a thing could not be known. One word per remedy, so that a person can group by it. */
export const Cause = z.enum([
  'forbidden',
  'unauthenticated',
  'unreachable',
  'timeout',
  'throttled',
  'absent-api',
  'private-endpoint',
  'filtered',
  'terminated-early',
  'too-large',
  'malformed',
  'undeclared',
  'no-vantage',
  'outdated',
  'cancelled',
  'too-young',
  'contested',
  'worker-died',
  'tool-error',
])
export type Cause = z.infer<typeof Cause>
