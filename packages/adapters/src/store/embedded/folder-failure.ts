import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

interface Failure {
  readonly message: string
  readonly remedy: string
}

const anotherFolder = 'or choose another folder with --data'

const failures = {
  full: {
    message: 'the disk of the data folder is full',
    remedy: `free some space (what was stored is still there), ${anotherFolder}`,
  },
  unwritten: {
    message: 'a file of the data folder cannot be written any more',
    remedy: `look at the disk and at the limit of file sizes (what was stored is still there), ${anotherFolder}`,
  },
  forbidden: {
    message: 'the data folder cannot be written',
    remedy: `make it writable for this user, ${anotherFolder}`,
  },
  busy: {
    message: 'the data folder is in use by another process',
    remedy: `wait until it ends, ${anotherFolder}`,
  },
  file: {
    message: 'the data folder is a file, or lies under one',
    remedy: 'choose another folder with --data',
  },
  missing: {
    message: 'the data folder cannot be made, or went away',
    remedy: 'choose another folder with --data',
  },
  damaged: {
    message: 'the files of the data folder are damaged',
    remedy: 'restore the data folder from a copy, or move it away: the next audit reads the whole fleet again',
  },
} as const satisfies Readonly<Record<string, Failure>>
type Fault = keyof typeof failures

const systemFaults: Readonly<Record<string, Fault>> = {
  ENOSPC: 'full',
  EDQUOT: 'full',
  EFBIG: 'unwritten',
  EIO: 'unwritten',
  EACCES: 'forbidden',
  EPERM: 'forbidden',
  EROFS: 'forbidden',
  ENOTDIR: 'file',
  EEXIST: 'file',
  ENOENT: 'missing',
}

/** SQLite's primary result codes, https://www.sqlite.org/rescode.html: the lower byte of an extended one. */
const sqliteFaults = new Map<number, Fault>([
  [5, 'busy'],
  [6, 'busy'],
  [8, 'forbidden'],
  [10, 'unwritten'],
  [11, 'damaged'],
  [13, 'full'],
  [14, 'forbidden'],
  [26, 'damaged'],
])

/** What SQLite reports, where the error is one of its own. */
export function sqliteFault(error: unknown): Fault | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number') return undefined
  return sqliteFaults.get(error.errcode & 0xff)
}

/** What the file system or the embedded database failed with, as the auditor's own error. */
export function folderFailure(error: unknown, folder: string): AuditorError {
  if (error instanceof AuditorError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const fault = sqliteFault(error) ?? (Object.hasOwn(systemFaults, code) ? systemFaults[code] : undefined)
  if (fault) {
    return new AuditorError('store', failures[fault].message, { ...remedyAt(folder, failures[fault]), cause: error })
  }
  const text = error instanceof Error ? error.message : String(error)
  const remedy = 'run again; if it stays, choose another folder with --data'
  return new AuditorError('store', `the embedded database failed: ${text}`, { place: folder, remedy, cause: error })
}

const remedyAt = (place: string, { remedy }: Failure) => ({ place, remedy })

/** Files that are not what the auditor wrote; `lost`: what of it, for people. */
export const damagedFolder = (folder: string, lost: string): AuditorError =>
  new AuditorError('store', `${failures.damaged.message}: ${lost}`, remedyAt(folder, failures.damaged))
