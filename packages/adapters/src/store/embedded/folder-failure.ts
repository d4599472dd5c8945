import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

interface Failure {
  readonly shows: RegExp
  readonly message: string
  readonly remedy: string
}

const anotherFolder = 'or choose another folder with --data'

/** By the system's error codes, and by LevelDB's words for the same, which carry no code. */
const failures: readonly Failure[] = [
  {
    shows: /ENOSPC|EDQUOT|No space left|quota exceeded/i,
    message: 'the disk of the data folder is full',
    remedy: `free some space (what was stored is still there), ${anotherFolder}`,
  },
  {
    shows: /EFBIG|File too large/i,
    message: 'a file of the data folder may not grow any more',
    remedy: `raise the limit of file sizes (what was stored is still there), ${anotherFolder}`,
  },
  {
    shows: /EACCES|EPERM|EROFS|Permission denied|Read-only file system/i,
    message: 'the data folder cannot be written',
    remedy: `make it writable for this user, ${anotherFolder}`,
  },
  {
    shows: /LEVEL_LOCKED|already held by process|IO error: lock/i,
    message: 'the data folder is in use by another process',
    remedy: `wait until it ends, ${anotherFolder}`,
  },
  {
    shows: /ENOTDIR|EEXIST|Not a directory/i,
    message: 'the data folder is a file, or lies under one',
    remedy: 'choose another folder with --data',
  },
  {
    shows: /\bENOENT\b/,
    message: 'the data folder cannot be made, or went away',
    remedy: 'choose another folder with --data',
  },
  {
    shows: /LEVEL_CORRUPTION|Corruption/i,
    message: 'the files of the data folder are damaged',
    remedy: `restore the folder from a backup, ${anotherFolder}`,
  },
]

/** What the file system or the embedded database died of, as the auditor's own error. */
export function folderFailure(error: unknown, folder: string): AuditorError {
  if (error instanceof AuditorError) return error
  const text = textOf(error)
  const { message, remedy } = failures.find(({ shows }) => shows.test(text)) ?? {
    message: `the embedded database failed: ${text}`,
    remedy: `run again; if it stays, ${anotherFolder.replace('or ', '')}`,
  }
  return new AuditorError('store', message, { place: folder, remedy, cause: error })
}

/** LevelDB's own words are in the cause of what dynalite throws. */
function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? `${String(error.code)} ` : ''
  const cause = error.cause === undefined ? '' : ` (${textOf(error.cause)})`
  return `${code}${error.message}${cause}`
}
