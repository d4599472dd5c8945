import { jsonAnswer, type CloudAnswer } from '../cloud-answer.ts'

/** Google's error body (google.rpc.Status as JSON): https://cloud.google.com/apis/design/errors#http_mapping */
export function googleError(status: number, word: string, message: string, reason?: string): CloudAnswer {
  const info = {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'googleapis.com',
    metadata: { service: 'container.googleapis.com' },
  }
  return jsonAnswer(status, { error: { code: status, message, status: word, details: reason ? [info] : undefined } })
}

export const googleUnauthenticated = (): CloudAnswer =>
  googleError(
    401,
    'UNAUTHENTICATED',
    'Request had invalid authentication credentials. Expected OAuth 2 access token.',
    'ACCESS_TOKEN_TYPE_UNSUPPORTED',
  )

export const googleApiOff = (project: string): CloudAnswer =>
  googleError(
    403,
    'PERMISSION_DENIED',
    `Kubernetes Engine API has not been used in project ${project} before or it is disabled.`,
    'SERVICE_DISABLED',
  )

export const googleDenied = (permission: string, project: string): CloudAnswer =>
  googleError(403, 'PERMISSION_DENIED', `Required "${permission}" permission(s) for "projects/${project}".`)

export const googleNotFound = (what: string): CloudAnswer => googleError(404, 'NOT_FOUND', `Not found: ${what}.`)
