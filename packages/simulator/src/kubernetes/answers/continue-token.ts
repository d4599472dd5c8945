import { numberAt, textAt } from '../json-reader.ts'

/** Where the next page starts. `resourceVersion` -1: go on without consistency, as after a 410. */
interface ContinuePoint {
  readonly resourceVersion: number
  /** Key of the last object sent: `/namespace/name` or `/name`. */
  readonly after: string
}

/** The real server's token: base64url of `{v, rv, start}`, start being the last key and a NUL byte. */
export const encodeContinue = ({ resourceVersion, after }: ContinuePoint): string =>
  Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: resourceVersion, start: `${after}\u0000` })).toString(
    'base64url',
  )

/** `undefined` for what is no token of ours. */
export function decodeContinue(token: string): ContinuePoint | undefined {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(token, 'base64url').toString())
    if (textAt(parsed, 'v') !== 'meta.k8s.io/v1') return undefined
    return { resourceVersion: numberAt(parsed, 'rv'), after: textAt(parsed, 'start').slice(0, -1) }
  } catch {
    return undefined
  }
}
