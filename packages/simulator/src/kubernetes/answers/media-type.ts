/** How the client wants objects: whole, as metadata, or as a table. */
export type Encoding = 'object' | 'table' | 'metadata' | 'metadata-list'

/** `type`: no media type of the list is spoken; `as`: the type is, the encoding asked of it is not. */
type Negotiated = { readonly encoding: Encoding } | { readonly refused: 'type' | 'as' }

const encodings: Readonly<Record<string, Encoding>> = {
  Table: 'table',
  PartialObjectMetadata: 'metadata',
  PartialObjectMetadataList: 'metadata-list',
}

const plain = new Set(['application/json', 'application/*', '*/*'])
/** Takes the first clause of the Accept header that can be served; JSON is the only serialization spoken here. */
export function negotiate(accept: string | undefined): Negotiated {
  let refusedAs = false
  for (const clause of (accept ?? '*/*').split(',')) {
    const [type = '', ...parameters] = clause.split(';').map((part) => part.trim())
    if (!plain.has(type)) continue
    const asked = Object.fromEntries(
      parameters.map((parameter) => parameter.split('=')).map(([k = '', v = '']) => [k, v]),
    )
    if (asked['as'] === undefined) return { encoding: 'object' }
    const encoding = encodings[asked['as']]
    if (encoding && asked['g'] === 'meta.k8s.io' && asked['v'] === 'v1') return { encoding }
    refusedAs = true
  }
  return { refused: refusedAs ? 'as' : 'type' }
}
