import { bearerOf, jsonAnswer, type CloudAnswer, type CloudRequest } from '../cloud-answer.ts'
import { azureUnauthenticated } from './azure-error.ts'
import type { AzureState, ListInput } from './azure-state.ts'

const armResource = 'https://management.azure.com'

/** Whether the request shows a token that some client got for ARM. */
export function isKnown(request: CloudRequest, { clients }: AzureState): boolean {
  const token = bearerOf(request)
  return token !== undefined && clients.some((client) => client.tokens[armResource] === token)
}

/** One page of a list; `nextLink` overrides what the next one would be. */
export function armPage(
  all: readonly object[],
  { request: { url }, pageSize, host }: Omit<ListInput, 'state'>,
  nextLink?: string,
): CloudAnswer {
  const from = Number(url.searchParams.get('$skiptoken') ?? 0)
  const own = `https://${host}${url.pathname}?api-version=${url.searchParams.get('api-version') ?? ''}`
  const next = nextLink ?? (from + pageSize < all.length ? `${own}&$skiptoken=${from + pageSize}` : undefined)
  return jsonAnswer(200, { value: all.slice(from, from + pageSize), nextLink: next || undefined })
}

/** Subscriptions on which the identity has a role; none is no refusal. */
export function answerSubscriptions({ request, state, pageSize, host }: ListInput): CloudAnswer {
  if (!isKnown(request, state)) return azureUnauthenticated()
  const tenantId = state.clients[0]?.tenant
  const value = state.subscriptions
    .filter(({ denied }) => !denied)
    .map(({ subscription, state: word = 'Enabled' }) => ({
      id: `/subscriptions/${subscription}`,
      subscriptionId: subscription,
      tenantId,
      displayName: subscription,
      state: word,
      authorizationSource: 'RoleBased',
    }))
  return armPage(value, { request, pageSize, host }, state.nextLink)
}
