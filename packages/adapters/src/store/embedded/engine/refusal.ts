const codes = [
  'ValidationException',
  'ConditionalCheckFailedException',
  'ResourceNotFoundException',
  'ResourceInUseException',
] as const
type Code = (typeof codes)[number]

/** What DynamoDB answers with status 400. */
export interface Refusal extends Error {
  readonly refused: Code
}

export const refusal = (refused: Code, message: string): Refusal => Object.assign(new Error(message), { refused })

export const isRefusal = (error: unknown): error is Refusal =>
  error instanceof Error && 'refused' in error && codes.some((code) => code === error.refused)
