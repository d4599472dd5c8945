import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { within } from '../wire/within.ts'
import { googleUnauthenticated } from './google-unauthenticated.ts'
import type { GoogleToken } from './options.ts'

/** Ends with the signal even where the supplier does not, and names every other failure `unauthenticated`. */
export const heeding =
  (supply: GoogleToken): GoogleToken =>
  async (signal) => {
    try {
      return await within(signal, supply(signal))
    } catch (error) {
      throw signal.aborted || error instanceof AuditorError ? error : googleUnauthenticated(error)
    }
  }
