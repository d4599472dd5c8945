import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { epochSeconds } from './expiry.ts'

/** Whether a conditional write took place; false where its condition did not hold. */
export async function tookPlace(write: Promise<unknown>): Promise<boolean> {
  try {
    await write
    return true
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false
    throw error
  }
}

/** The condition of a first write. */
export const absent = { attr: 'pk', exists: false } as const

/** The condition of a first write, for rows that expire: an expired one counts as absent before it is deleted. */
export const absentAt = (now: string) => ({
  or: [absent, { attr: 'expiresAt', lte: epochSeconds(now) } as const],
})
