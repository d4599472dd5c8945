import type { ServedResource } from '../resource-table.ts'

/** One answer, ready to be sent. `body` in parts is streamed, never held whole. */
export interface Answer {
  readonly status: number
  readonly contentType: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body: string | Iterable<string>
}

const json = 'application/json'

export const jsonAnswer = (status: number, value: unknown): Answer => ({
  status,
  contentType: json,
  body: `${JSON.stringify(value)}\n`,
})

export const textAnswer = (status: number, body: string): Answer => ({
  status,
  contentType: 'text/plain; charset=utf-8',
  headers: { 'x-content-type-options': 'nosniff' },
  body,
})

interface StatusFields {
  readonly code: number
  readonly reason: string
  readonly message: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly metadata?: Readonly<Record<string, unknown>>
}

/** A failure as `meta.k8s.io/v1 Status`, with the real server's key order. */
export function statusAnswer({ code, reason, message, details, metadata = {} }: StatusFields): Answer {
  const body = { kind: 'Status', apiVersion: 'v1', metadata, status: 'Failure', message, reason }
  return jsonAnswer(code, { ...body, details, code })
}

export const unauthorized = (): Answer => statusAnswer({ code: 401, reason: 'Unauthorized', message: 'Unauthorized' })

export const badRequest = (message: string): Answer => statusAnswer({ code: 400, reason: 'BadRequest', message })

export const notAcceptable = (message: string): Answer => statusAnswer({ code: 406, reason: 'NotAcceptable', message })

const spoken = 'application/json, application/yaml, application/vnd.kubernetes.protobuf'

/** 406 for an Accept header: custom resources and refused encodings are answered in one voice, built-in kinds in another. */
export function mediaTypeRefused(refused: 'type' | 'as', resource: ServedResource, isList: boolean): Answer {
  if (refused === 'as' || resource.custom) {
    return notAcceptable(`only the following media types are accepted: ${spoken}`)
  }
  const streams = isList ? ', application/json;stream=watch, application/vnd.kubernetes.protobuf;stream=watch' : ''
  const message = `406: Not Acceptable\n\nAvailable representations: ${spoken}${streams}`
  return statusAnswer({ code: 406, reason: 'NotAcceptable', message, details: {} })
}

export const methodNotAllowed = (): Answer =>
  statusAnswer({
    code: 405,
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
    details: {},
  })

/** Unknown paths and groups get Go's own text; an unknown resource of a built-in group gets a Status. */
export const pathNotFound = (): Answer => textAnswer(404, '404 page not found\n')

export const resourceNotFound = (): Answer =>
  statusAnswer({
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
    details: {},
  })

export const qualified = (resource: { readonly group: string; readonly plural: string }): string =>
  resource.group ? `${resource.plural}.${resource.group}` : resource.plural

export function objectNotFound(resource: ServedResource, name: string): Answer {
  const group = resource.group ? { group: resource.group } : {}
  return statusAnswer({
    code: 404,
    reason: 'NotFound',
    message: `${qualified(resource)} "${name}" not found`,
    details: { name, ...group, kind: resource.plural },
  })
}

/** 410 with a token that continues from the same place, without consistency. */
export const expired = (continueToken: string): Answer =>
  statusAnswer({
    code: 410,
    reason: 'Expired',
    message:
      'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
    metadata: { continue: continueToken },
  })
