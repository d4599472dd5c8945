/** The error of the work itself, where disposing of what it used failed too: a full disk fails both. */
export const primaryError = (error: unknown): unknown =>
  error instanceof SuppressedError ? primaryError(error.suppressed) : error
