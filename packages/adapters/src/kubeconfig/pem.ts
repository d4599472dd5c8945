import { readFile } from 'node:fs/promises'
import { isAbsolute, join } from 'node:path'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'
import type { Cause } from '@fleet-auditor/model/cause.ts'

/** Where a kubeconfig keeps a thing: in itself as base64, or in a file beside it. Absent parts come as null. */
export interface Kept {
  readonly key: string
  readonly data: string | null | undefined
  readonly file: string | null | undefined
  readonly folder: string
}

/** The PEM text; `undefined` when the kubeconfig has none. Throws AuditorError `collect` with this reason. */
export async function readPem(kept: Kept, reason: Cause): Promise<string | undefined> {
  if (!kept.data && !kept.file) return undefined
  const pem = kept.data ? Buffer.from(kept.data, 'base64').toString() : await readBeside(kept, kept.file ?? '', reason)
  if (pem.includes('-----BEGIN ')) return pem
  const place = kept.data ? `${kept.key}-data` : (kept.file ?? '')
  throw unusable(reason, `${kept.key} of the kubeconfig holds no PEM`, `put a PEM into ${place}`)
}

/** The text of a file that the kubeconfig names, relative to the kubeconfig's own folder. */
export async function readBeside(kept: Pick<Kept, 'key' | 'folder'>, file: string, reason: Cause): Promise<string> {
  try {
    return await readFile(isAbsolute(file) ? file : join(kept.folder, file), 'utf8')
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'no code'
    throw unusable(reason, `${kept.key} of the kubeconfig cannot be read: ${file} (${code})`, `make ${file} readable`)
  }
}

/** A context that cannot be used as it stands; `sentence` says what would mend it. */
export const unusable = (reason: Cause, message: string, sentence: string, cause?: unknown): AuditorError =>
  new AuditorError('collect', message, {
    reason,
    remedy: sentence,
    grant: { kind: 'action', sentence },
    cause,
  })
