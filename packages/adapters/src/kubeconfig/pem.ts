import { isAbsolute, join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'
import { quotedText } from '@fleet-auditor/model/quoted-text.ts'
import { codeOf, fileTexts, readTextFile } from '../wire/text-file.ts'

/** Where a kubeconfig has a PEM: in itself as base64, or in a file beside it. */
interface PemSource {
  readonly key: string
  readonly data: string | undefined
  readonly file: string | undefined
  readonly folder: string
}

/** The PEM text; `undefined` when the kubeconfig has none. Throws AuditorError `collect` with this reason. */
export async function readPem(source: PemSource, reason: Cause): Promise<string | undefined> {
  if (!source.data && !source.file) return undefined
  const pem = source.data
    ? Buffer.from(source.data, 'base64').toString()
    : await readBeside(source, source.file ?? '', reason)
  if (pem.includes('-----BEGIN ')) return pem
  const place = source.data ? `${source.key}-data` : (source.file ?? '')
  throw unusable(reason, `${source.key} of the kubeconfig holds no PEM`, `put a PEM into ${place}`)
}

/** Bytes of a certificate, key or token; a bundle of all public authorities has 250 KB. */
const longestFile = 2 ** 20

/** The text of a file that the kubeconfig names, relative to the kubeconfig's own folder. */
export async function readBeside(
  source: Pick<PemSource, 'key' | 'folder'>,
  file: string,
  reason: Cause,
): Promise<string> {
  try {
    return await readTextFile(isAbsolute(file) ? file : join(source.folder, file), longestFile)
  } catch (error) {
    const code = codeOf(error)
    // Somebody may have put the token itself where its file should be named.
    const shown = quotedText(file, { limit: 240 })
    const why = `${shown} ${fileTexts.get(code) ?? 'cannot be opened'} (${code})`
    const remedy = `put a readable file of at most ${longestFile / 2 ** 20} MB at ${shown}, or name another in ${source.key}`
    throw unusable(reason, `${source.key} of the kubeconfig cannot be read: ${why}`, remedy)
  }
}

/** A context that cannot be used as it stands; `sentence` is how to fix it. */
export const unusable = (reason: Cause, message: string, sentence: string, cause?: unknown): AuditorError =>
  new AuditorError('collect', message, {
    reason,
    remedy: sentence,
    grant: { kind: 'action', sentence },
    cause,
  })
