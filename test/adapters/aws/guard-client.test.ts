import { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { guardClient } from '@fleet-auditor/adapters/aws/guard-client.ts'
import { answerLimitBytes } from '@fleet-auditor/adapters/cloud/answer-limits.ts'
import { expect, it } from 'vitest'

/** The body that a guarded client reads where the wire gives this one. */
async function guarded(body: Readable): Promise<Readable> {
  const requestHandler = { handle: async () => ({ response: { body: body as unknown } }) }
  guardClient({ config: { requestHandler }, middlewareStack: { use: () => undefined } })
  const answer = (await requestHandler.handle()).response.body
  if (answer instanceof Readable) return answer
  throw new Error('the guarded body is no stream')
}

const closed = (body: Readable): Promise<unknown> =>
  body.closed ? Promise.resolve() : new Promise((resolve) => body.once('close', resolve))

it('an answer passes whole', async () => {
  expect(await text(await guarded(Readable.from([Buffer.from('{"a"'), Buffer.from(':1}')])))).toBe('{"a":1}')
})

it('an answer that who asked gives up ends its connection', async () => {
  const wire = new Readable({ read: () => undefined })
  const body = await guarded(wire)
  body.destroy()
  await closed(wire)
  expect(wire.destroyed).toBe(true)
})

it('a connection that breaks breaks the answer, with its own error', async () => {
  const wire = new Readable({ read: () => undefined })
  const read = text(await guarded(wire))
  wire.destroy(Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' }))
  await expect(read).rejects.toMatchObject({ code: 'ECONNRESET' })
})

it.each([
  ['too long', Buffer.alloc(2 ** 20, 'x'), answerLimitBytes / 2 ** 20 + 1],
  ['too deep', Buffer.alloc(200, '['), 1],
])('an answer that is %s is refused, and its connection ended', async (_, piece, times) => {
  const wire = Readable.from(Array.from({ length: times }, () => piece))
  await expect(text(await guarded(wire))).rejects.toMatchObject({ details: { reason: 'too-large' } })
  await closed(wire)
  expect(wire.destroyed).toBe(true)
})
