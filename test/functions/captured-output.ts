import process from 'node:process'
import { vi } from 'vitest'

/** Captures what functions log, in place of the terminal, until `stop`. Errors are logged on standard error. */
export function captureOutput(): { readonly text: () => string; readonly stop: () => void } {
  let text = ''
  const spies = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, 'write').mockImplementation((chunk) => {
      text += String(chunk)
      return true
    }),
  )
  return { text: () => text, stop: () => spies.forEach((spy) => spy.mockRestore()) }
}
