import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { mostPages } from '../cloud/answer-limits.ts'

/** An SDK's pages. One that comes again (the SDK asks without end, or stops short), or too many, end the listing. */
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
    if (tokens.size >= mostPages) {
      throw new AuditorError('discover', `the listing has more than ${mostPages} pages`, { reason: 'too-large' })
    }
  }
}
