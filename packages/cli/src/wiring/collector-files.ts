import { stat, writeFile } from 'node:fs/promises'
import { newCollectorKey } from '@fleet-auditor/audit/exchange/collector-keys.ts'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import { collectedLimits, type CollectedFile } from '@fleet-auditor/model/collected-file.ts'
import { writePrivateFile } from './private-file.ts'

/** Writes a private key that only its owner may read. Resolves to the public key. */
export async function writeNewKey(file: string): Promise<string> {
  const { privatePem, publicKey } = newCollectorKey()
  await writeFile(file, privatePem, { mode: 0o600, flag: 'wx' }).catch((cause: NodeJS.ErrnoException) => {
    const exists = cause.code === 'EEXIST'
    const message = exists ? 'that file exists already' : `the key cannot be written: ${cause.message}`
    const remedy = 'name a file that does not exist, in a folder you may write'
    throw new AuditorError('config', message, { place: `--new-key ${file}`, remedy, cause })
  })
  return publicKey
}

const textFiles = () => import('@fleet-auditor/adapters/wire/text-file.ts')

/** Bytes of a private key as PEM. */
const longestKey = 65_536

/** The private key that signs; refused where others may read it, for they could sign in the collector's name. */
export async function readKey(file: string): Promise<string> {
  const place = `--key ${file}`
  const remedy = 'make one with: fleet-auditor collect --new-key <file>'
  const { codeOf, fileTexts, readTextFile } = await textFiles()
  try {
    const { mode } = await stat(file)
    if ((mode & 0o077) !== 0) {
      throw new AuditorError('config', 'the signing key may be read by others', { place, remedy: `chmod 600 ${file}` })
    }
    return await readTextFile(file, longestKey)
  } catch (cause) {
    if (cause instanceof AuditorError) throw cause
    const code = codeOf(cause)
    const detail = `${file} ${fileTexts.get(code) ?? 'cannot be opened'} (${code})`
    throw new AuditorError('config', `the signing key cannot be read: ${detail}`, { place, remedy, cause })
  }
}

export async function writeSigned(file: string, signed: CollectedFile): Promise<void> {
  await writePrivateFile(file, `${JSON.stringify(signed)}\n`).catch((cause: Error) => {
    throw new AuditorError('config', `the collected file cannot be written: ${cause.message}`, {
      place: `--output ${file}`,
      remedy: 'name a file in a folder you may write',
      cause,
    })
  })
}

/** A file from outside: bounded, and a regular file. */
export async function readSigned(file: string): Promise<string> {
  const { codeOf, fileTexts, readTextFile } = await textFiles()
  try {
    return await readTextFile(file, collectedLimits.bytes)
  } catch (cause) {
    const code = codeOf(cause)
    const tooLarge = code === 'TOO_LARGE'
    const message = tooLarge
      ? `the collected file is larger than ${collectedLimits.bytes / 1024 / 1024} MB`
      : `the collected file cannot be read: ${file} ${fileTexts.get(code) ?? 'cannot be opened'} (${code})`
    const remedy = tooLarge ? 'collect in parts with --cluster' : 'name a file that fleet-auditor collect wrote'
    throw new AuditorError('config', message, { place: file, remedy, cause })
  }
}
