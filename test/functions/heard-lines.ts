import process from 'node:process'
import { vi } from 'vitest'

/** Takes what functions log off the terminal, until `stop`. */
export function hearLines(): { readonly text: () => string; readonly stop: () => void } {
  let text = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  return { text: () => text, stop: () => spy.mockRestore() }
}
