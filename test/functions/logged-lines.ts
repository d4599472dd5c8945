import { z } from 'zod'
import { captureOutput } from './captured-output.ts'

const Line = z.record(z.string(), z.unknown())

/** A JSON object for each line. */
export const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)))

/** What is logged while `work` runs. */
export async function loggedLines(work: () => unknown): Promise<Record<string, unknown>[]> {
  const captured = captureOutput()
  try {
    await work()
  } finally {
    captured.stop()
  }
  return linesOf(captured.text())
}
