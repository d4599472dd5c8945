/** What GKE needs a token to have been asked for with, to know a service account by its e-mail. */
const emailScope = 'https://www.googleapis.com/auth/userinfo.email'
const nameless = '.by-unique-id'

/** A service account's token, marked where the scopes asked for leave its e-mail out. */
export const tokenWithScopes = (token: string, scopes: readonly string[]): string =>
  scopes.includes(emailScope) ? token : `${token}${nameless}`

/** The token as it is listed, whatever it was asked for with. */
export const listedToken = (token: string | undefined): string | undefined =>
  token?.endsWith(nameless) ? token.slice(0, -nameless.length) : token

/** Whom a GKE API server takes a service account's token for: by e-mail, or by the unique id where that is not shown. */
export const gkeUserName = (token: string, account: { readonly email: string; readonly uniqueId: string }): string =>
  token.endsWith(nameless) ? account.uniqueId : account.email
