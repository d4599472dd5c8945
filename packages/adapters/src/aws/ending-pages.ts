import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** An SDK's pages; one that comes again ends the listing as malformed (the SDK asks without end, or stops short). */
export async function* endingPages<P>(
  pages: AsyncIterable<P>,
  tokenOf: (page: P) => string | undefined,
): AsyncGenerator<P> {
  const tokens = new Set<string>()
  for await (const page of pages) {
    yield page
    const token = tokenOf(page)
    if (token === undefined) continue
    if (tokens.has(token)) {
      throw new AuditorError('discover', 'the listing never ends: the same page comes again', { reason: 'malformed' })
    }
    tokens.add(token)
  }
}
