import { primaryError } from '@fleet-auditor/cli/printing/error-text.ts'
import { expect, it } from 'vitest'

const work = new Error('the disk is full')

it('the error of the work is reported, where closing the store failed too', async () => {
  const task = async (): Promise<void> => {
    await using _store = { [Symbol.asyncDispose]: () => Promise.reject(new Error('not closed')) }
    await using _ports = { [Symbol.asyncDispose]: () => Promise.reject(new Error('not closed either')) }
    throw work
  }
  const caught: unknown = await task().catch((error: unknown) => error)
  expect(caught).toBeInstanceOf(SuppressedError)
  expect(primaryError(caught)).toBe(work)
})

it('an error of its own is reported as it is', () => {
  expect(primaryError(work)).toBe(work)
})
