import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'

/** An error of reading a file, with a code as the system's errors have. */
const refused = (code: 'NOT_A_FILE' | 'TOO_LARGE', file: string): Error =>
  Object.assign(new Error(`${code}: ${file}`), { code })

/**
 * The text of a regular file of at most `limit` bytes. Rejects with an error that has a `code`: the system's, or
 * `NOT_A_FILE` or `TOO_LARGE`. It opens without waiting, so that a FIFO without a writer, a terminal or a device is refused at
 * once, and looks at what it opened, so that nothing can be put in its place between the two.
 */
export async function readTextFile(file: string, limit: number): Promise<string> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK)
  try {
    const found = await handle.stat()
    if (found.isDirectory()) throw Object.assign(new Error(`EISDIR: ${file}`), { code: 'EISDIR' })
    if (!found.isFile()) throw refused('NOT_A_FILE', file)
    if (found.size > limit) throw refused('TOO_LARGE', file)
    return await readToEnd(handle, file, limit)
  } finally {
    await handle.close()
  }
}

/** A file may grow while it is read, and those of `/proc` have no size. */
async function readToEnd(handle: FileHandle, file: string, limit: number): Promise<string> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of handle.createReadStream({ autoClose: false })) {
    // Without an encoding a stream gives buffers.
    const part = chunk as Buffer
    bytes += part.length
    if (bytes > limit) throw refused('TOO_LARGE', file)
    chunks.push(part)
  }
  return decoded(Buffer.concat(chunks))
}

/** Byte order marks of https://encoding.spec.whatwg.org/#bom-sniff: what PowerShell's `>` writes is UTF-16. */
const encodings = [
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
] as const

function decoded(bytes: Buffer): string {
  const [, encoding = 'utf-8'] = encodings.find(([mark]) => mark.every((byte, at) => bytes[at] === byte)) ?? []
  return new TextDecoder(encoding).decode(bytes)
}

/** What a person reads of a file's code, after its name. */
export const fileTexts: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'is not there'],
  ['EISDIR', 'is a folder'],
  ['ENOTDIR', 'lies under something that is not a folder'],
  ['EACCES', 'may not be read'],
  ['ELOOP', 'is a link that leads to itself'],
  ['NOT_A_FILE', 'is not a regular file'],
  ['ENXIO', 'is not a regular file'],
  ['TOO_LARGE', 'is larger than such a file may be'],
])

/** The code of an error of the system or of `readTextFile`. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'no code'
