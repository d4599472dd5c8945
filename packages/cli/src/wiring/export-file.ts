import { createReadStream } from 'node:fs'
import { open, rm } from 'node:fs/promises'
import { AuditorError } from '@fleet-auditor/model/auditor-error.ts'

/** Writes lines into a new file that only its owner may read, whole or not at all: it holds all that is known of the fleet. */
export async function writeExport(file: string, lines: AsyncIterable<string>): Promise<void> {
  const place = `--output ${file}`
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    throw fileError(cause, 'written', place)
  })
  try {
    for await (const line of lines) await handle.writeFile(line)
    await handle.sync()
  } catch (cause) {
    await rm(file, { force: true })
    throw fileError(cause, 'written', place)
  } finally {
    await handle.close()
  }
}

/** The lines of a file. Not by readline: it also ends lines where a value has a separator of Unicode's. */
export async function* readExport(file: string): AsyncGenerator<string> {
  let rest = ''
  try {
    for await (const chunk of createReadStream(file, 'utf8')) {
      const lines = `${rest}${String(chunk)}`.split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw fileError(cause, 'read', file)
  }
  if (rest !== '') yield rest
}

function fileError(cause: unknown, verb: string, place: string): unknown {
  if (!(cause instanceof Error) || !('code' in cause) || cause instanceof AuditorError) return cause
  const code = String(cause.code)
  return new AuditorError('config', `the file cannot be ${verb} (${code})`, {
    place,
    remedy: code === 'EEXIST' ? 'name a file that does not exist yet' : 'name another file',
    cause,
  })
}
