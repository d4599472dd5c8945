import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'

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
