/** Words that make a name a secret's, at the end of it: `DB_PASSWORD`, `apiKey`, `NATS_TOKEN`. */
const secretWords =
  /(?:^|[_-])(?:password|passwd|passphrase|secret|token|apikey|api[_-]key|private[_-]key|secret[_-]key|access[_-]key|credentials?|kubeconfig)$/i

/** Whether the value under this name is one, going by the name: `*_TTL`, `*_FILE` and `SECRET_NAME` are not. */
export const isSecretName = (name: string): boolean => secretWords.test(name.replaceAll(/([a-z\d])([A-Z])/g, '$1_$2'))

/** A password in an address, or the token that NATS takes in the place of a user. */
const inAddress = /^(?:[a-z][a-z\d+.-]*:\/\/[^/@\s:]*:|nats:\/\/)(?<secret>[^/@\s:]+)@/i
const kubeconfig = /\bcurrent-context\s*:|\bclient-key-data\s*:/
const pem = /-----BEGIN [A-Z ]*PRIVATE KEY-----/
/** What configures rather than authenticates: switches, numbers, durations, paths, references to other variables. */
const noSecret = /^(?:true|false|yes|no|none|null|\d+(?:ms|s|m|h|d)?|[./].*|\$\(\w+\))$/i

/** Whether a value that stands in the manifest is a secret. The value itself goes nowhere. */
export function isSecretValue(name: string, value: string): boolean {
  const text = value.trim()
  if (pem.test(text) || kubeconfig.test(text)) return true
  const credential = inAddress.exec(text)?.groups?.['secret']
  if (credential !== undefined && !/^\$\(\w+\)$/.test(credential)) return true
  return isSecretName(name) && !noSecret.test(text)
}

/** Names of the arguments whose value is one: `--password=x`, or `--token` followed by it. */
export function secretArgumentsOf(words: readonly string[]): string[] {
  const found = words.flatMap((word, index) => {
    const [name = '', ...rest] = word.split('=')
    const next = words[index + 1]
    const value = rest.length > 0 ? rest.join('=') : next?.startsWith('-') ? undefined : next
    if (!name.startsWith('-')) return isSecretValue('', word) ? ['an address with credentials'] : []
    return value !== undefined && isSecretValue(name.replace(/^-+/, ''), value) ? [name.slice(0, 80)] : []
  })
  return [...new Set(found)]
}
