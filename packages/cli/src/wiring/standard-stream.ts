import { fstatSync, writeFileSync } from 'node:fs'

/** Standard output or standard error. A write never throws: what went wrong is asked for at the end. */
interface StandardStream {
  readonly write: (text: string) => void
  /** Resolves once everything is written, with the error that prevented it. */
  settled(): Promise<NodeJS.ErrnoException | undefined>
}

type Stream = NodeJS.WriteStream & { readonly fd: number }

/** The reader of a pipe may go when it has seen enough (`| head`): that is no error. */
export function standardStream(stream: Stream): StandardStream {
  let failure: NodeJS.ErrnoException | undefined
  let isOver = false
  const fail = (error: NodeJS.ErrnoException): void => {
    isOver = true
    if (error.code !== 'EPIPE') failure ??= error
  }
  stream.on('error', fail)
  // Node's own stream takes a short write to a full disk for a whole one.
  const write = isFile(stream) ? (text: string) => writeFileSync(stream.fd, text) : (text: string) => stream.write(text)
  return {
    write(text) {
      if (isOver) return
      try {
        write(text)
      } catch (error) {
        // `writeFileSync` throws the errors of the system.
        fail(error as NodeJS.ErrnoException)
      }
    },
    settled: () => new Promise((resolve) => stream.write('', () => resolve(failure))),
  }
}

/** Files and devices are written at once, pipes and terminals by Node's stream. */
function isFile({ fd, isTTY }: Stream): boolean {
  const found = fstatSync(fd)
  return !isTTY && !found.isFIFO() && !found.isSocket()
}
