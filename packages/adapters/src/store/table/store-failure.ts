import { AuditorError, type ErrorCode } from '@fleet-auditor/model/auditor-error.ts'
import { ownEntry } from '@fleet-auditor/model/own-entry.ts'

interface Fault {
  /** `store` where it is absent. */
  readonly code?: ErrorCode
  readonly message: string
  readonly remedy: string
}

const throttledMessage = 'the table is throttled'

/** What the SDK calls it, what it means, and what to do. */
const faults: Readonly<Record<string, Fault>> = {
  ResourceNotFoundException: {
    message: 'the table does not exist',
    remedy:
      'deploy the auditor, which creates it, or create it with string keys pk and sk and two indexes with all ' +
      'attributes, gsi1 (gsi1pk, gsi1sk) and gsi2 (gsi2pk, gsi2sk), and TTL on expiresAt; check name and region',
  },
  AccessDeniedException: {
    message: 'the table may not be used with these credentials',
    remedy:
      'allow GetItem, PutItem, UpdateItem, DeleteItem, BatchWriteItem, Query on the table, and Query on its indexes',
  },
  UnrecognizedClientException: { message: 'the credentials are not valid', remedy: 'check the AWS credentials' },
  ExpiredTokenException: { message: 'the credentials have expired', remedy: 'log in to AWS again' },
  CredentialsProviderError: { message: 'no AWS credentials were found', remedy: 'log in to AWS, or set AWS_PROFILE' },
  ProvisionedThroughputExceededException: {
    code: 'throttled',
    message: throttledMessage,
    remedy: 'use on-demand capacity, or raise the write capacity',
  },
  RequestLimitExceeded: {
    code: 'throttled',
    message: throttledMessage,
    remedy: 'raise the account’s request limit of DynamoDB, or run again later',
  },
  ThrottlingException: {
    code: 'throttled',
    message: throttledMessage,
    remedy: 'run again later, or lower --concurrency',
  },
  TimeoutError: {
    message: 'the database does not answer in time',
    remedy: 'check endpoint and network, then run again',
  },
}

const unreachable: Fault = {
  message: 'the database cannot be reached',
  remedy: 'check the endpoint and the network between here and there',
}
const networkCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EHOSTUNREACH', 'EPIPE', 'EAI_AGAIN'])

/** Whatever went wrong with the table, as the auditor's own error; ours pass as they are. */
export function storeFailure(error: unknown, place: string): AuditorError {
  if (error instanceof AuditorError) return error
  const name = error instanceof Error ? error.name : ''
  const fault = ownEntry(faults, name) ?? (networkCodes.has(codeOf(error)) ? unreachable : undefined)
  if (fault) {
    const { code = 'store', message, remedy } = fault
    return new AuditorError(code, `${message} (${place})`, { place, remedy, cause: error })
  }
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  return new AuditorError('store', `the store failed (${place}): ${text}`, {
    place,
    remedy: 'run again; if it stays, report it with the output of --verbose',
    cause: error,
  })
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
