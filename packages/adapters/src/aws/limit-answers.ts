import { Readable, Transform } from 'node:stream'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { answerLimitBytes } from '../cloud/limits.ts'

interface Handler<Request, Options> {
  handle(request: Request, options?: Options): Promise<{ readonly response: { body?: unknown } }>
}

/** Makes a client's HTTP handler refuse endless answers: the SDK reads whatever comes into memory. */
export function limitAnswers<Request, Options>(handler: Handler<Request, Options>): void {
  const handle = handler.handle.bind(handler)
  handler.handle = async (request, options) => {
    const answer = await handle(request, options)
    const { body } = answer.response
    if (body instanceof Readable) answer.response.body = limited(body)
    return answer
  }
}

function limited(body: Readable): Readable {
  let left = answerLimitBytes
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length
      if (left >= 0) return done(null, chunk)
      body.destroy()
      done(new AuditorError('discover', 'the answer is larger than an answer may be', { reason: 'too-large' }))
    },
  })
  body.on('error', (error) => limit.destroy(error))
  return body.pipe(limit)
}
