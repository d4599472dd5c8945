import { pipeline, Readable, Transform } from 'node:stream'
import type { FromTemporaryCredentialsOptions } from '@aws-sdk/credential-providers'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { z } from 'zod'
import { answerLimitBytes, answerShape } from '../cloud/answer-limits.ts'
import { withoutCredentials } from '../cloud/failure-of.ts'
import { jsonShape } from '../wire/json-shape.ts'

type Plugin = NonNullable<FromTemporaryCredentialsOptions['clientPlugins']>[number]

interface Handler<Request, Options> {
  handle(request: Request, options?: Options): Promise<{ readonly response: { body?: unknown } }>
}

interface Client<Request, Options> {
  readonly config: { readonly requestHandler: Handler<Request, Options> }
  readonly middlewareStack: { use(plugin: Plugin): void }
}

/** Makes a client refuse endless answers, and cut the credentials it signs with out of the errors it throws. */
export function guardClient<Request, Options>({ config, middlewareStack }: Client<Request, Options>): void {
  limitAnswers(config.requestHandler)
  guardErrors({ middlewareStack })
}

/** For a client whose handler is another one's, and guarded. */
export function guardErrors({ middlewareStack }: { readonly middlewareStack: { use(plugin: Plugin): void } }): void {
  middlewareStack.use(quotingErrors)
}

/** The SDK reads whatever comes into memory. */
function limitAnswers<Request, Options>(handler: Handler<Request, Options>): void {
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
  const excessOf = jsonShape(answerShape)
  const limit = new Transform({
    transform(chunk: Buffer, _, done) {
      left -= chunk.length
      if (left >= 0 && excessOf(chunk) === undefined) return done(null, chunk)
      done(new AuditorError('discover', 'the answer is larger than an answer may be', { reason: 'too-large' }))
    },
  })
  // Each ends with the other: who gives the answer up ends its connection. An error is given to who reads `limit`.
  return pipeline(body, limit, () => undefined)
}

/** Where the SDK notes the identity that it signed a request with; absent where none was. */
const Signed = z.object({
  __smithy_context: z.object({
    selectedHttpAuthScheme: z.object({
      identity: z.object({ accessKeyId: z.string(), secretAccessKey: z.string(), sessionToken: z.string().optional() }),
    }),
  }),
})

export const quotingErrors: Plugin = {
  applyToStack: (stack) =>
    stack.add(
      (next, context) => async (args) => {
        try {
          return await next(args)
        } catch (error) {
          const signed = Signed.safeParse(context).data
          const identity = signed?.__smithy_context.selectedHttpAuthScheme.identity
          throw withoutCredentials(error, identity ? Object.values(identity) : [])
        }
      },
      { step: 'initialize', name: 'fleetAuditorQuotingErrors' },
    ),
}
