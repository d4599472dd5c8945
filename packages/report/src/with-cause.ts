/** `what (cause)`, and one word where the two are the same or one is missing. */
export const withCause = (what: string, cause: string): string => {
  if (what === '' || what === cause) return cause
  return cause === '' ? what : `${what} (${cause})`
}
