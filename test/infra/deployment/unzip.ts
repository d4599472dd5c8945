import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { inflateRawSync } from 'node:zlib'

const endOfDirectory = 0x06054b50
const directoryEntry = 0x02014b50
const stored = 0

/** Unpacks a plain ZIP file (no encryption, no ZIP64) as Lambda does. Resolves to the bytes of each file. */
export async function unzip(file: string, folder: string): Promise<Record<string, number>> {
  const zip = await readFile(file)
  const end = zip.lastIndexOf(Buffer.from(new Uint32Array([endOfDirectory]).buffer))
  const sizes: Record<string, number> = {}
  let at = zip.readUInt32LE(end + 16)
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    if (zip.readUInt32LE(at) !== directoryEntry) throw new Error(`${file}: no directory entry at ${at}`)
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) => zip.readUInt16LE(at + field))
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0))
    if (!name.endsWith('/')) sizes[name] = await extract(contentOf(zip, at), path.join(folder, name))
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0)
  }
  return sizes
}

async function extract(bytes: Buffer, file: string): Promise<number> {
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, bytes)
  return bytes.length
}

/** The sizes stand in the directory; the local header repeats names of its own length. */
function contentOf(zip: Buffer, entry: number): Buffer {
  const method = zip.readUInt16LE(entry + 10)
  const size = zip.readUInt32LE(entry + 20)
  const header = zip.readUInt32LE(entry + 42)
  const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28)
  const packed = zip.subarray(start, start + size)
  return method === stored ? packed : inflateRawSync(packed)
}
