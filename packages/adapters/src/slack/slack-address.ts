import { isLoopback } from '@fleet-auditor/model/address-range.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/**
 * The URL as given, for https, or for a bench on loopback. Throws AuditorError `config` for any other; the URL itself
 * is not quoted, for a webhook's is a secret.
 */
export function slackAddress(name: string, url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  if (parsed?.protocol === 'https:') return url
  if (parsed?.protocol === 'http:' && isLoopback(parsed.hostname)) return url
  throw new AuditorError('config', `${name} is no https URL`, {
    place: name,
    remedy: `set ${name} to the address that Slack shows, which begins with https://`,
  })
}
