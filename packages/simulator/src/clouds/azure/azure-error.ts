import { jsonAnswer, type CloudAnswer } from '../cloud-answer.ts'

/** ARM's error body: https://learn.microsoft.com/azure/azure-resource-manager/management/ (resource provider contract). */
export const azureError = (
  status: number,
  code: string,
  message: string,
  headers: Readonly<Record<string, string>> = {},
): CloudAnswer => jsonAnswer(status, { error: { code, message } }, headers)

export const azureUnauthenticated = (): CloudAnswer =>
  azureError(401, 'InvalidAuthenticationToken', 'The access token is invalid.', {
    'www-authenticate':
      'Bearer authorization_uri="https://login.windows.net/", error="invalid_token", error_description="The access token is invalid."',
  })

export const azureDenied = (action: string, scope: string): CloudAnswer =>
  azureError(
    403,
    'AuthorizationFailed',
    `The client does not have authorization to perform action '${action}' over scope '${scope}' or the scope is invalid.`,
  )

export const azureNoSubscription = (id: string): CloudAnswer =>
  azureError(404, 'SubscriptionNotFound', `The subscription '${id}' could not be found.`)

export const azureNoResource = (id: string): CloudAnswer =>
  azureError(404, 'ResourceNotFound', `The Resource '${id}' was not found.`)
