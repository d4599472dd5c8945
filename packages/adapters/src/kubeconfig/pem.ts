import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'

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

/** The text of a file that the kubeconfig names, relative to the kubeconfig's own folder. */
export async function readBeside(
  source: Pick<PemSource, 'key' | 'folder'>,
  file: string,
  reason: Cause,
): Promise<string> {
  try {
    return await readFile(isAbsolute(file) ? file : join(source.folder, file), 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
    throw unusable(reason, `${source.key} of the kubeconfig cannot be read: ${file} (${code})`, `make ${file} readable`)
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
