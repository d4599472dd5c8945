export type Arguments = Readonly<Record<string, string | undefined>>

/** As the clients send them: a form whose structured values are JSON, or one JSON document. */
export function argumentsOf(body: string, contentType: string): Arguments {
  if (!contentType.includes('json')) return Object.fromEntries(new URLSearchParams(body))
  const document = parsed(body)
  if (typeof document !== 'object' || document === null) return {}
  return Object.fromEntries(
    Object.entries(document).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  )
}

/** `undefined` for what is absent or no JSON. */
export function parsed(text: string | undefined): unknown {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
