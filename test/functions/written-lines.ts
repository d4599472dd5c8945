import { vi } from 'vitest'

/** What is written to standard output while `work` runs, a JSON object a line. */
export async function writtenLines(work: () => unknown): Promise<Record<string, unknown>[]> {
  let text = ''
  const spy = vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    text += String(chunk)
    return true
  })
  try {
    await work()
  } finally {
    spy.mockRestore()
  }
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}
