import { z } from 'zod'
import { hearLines } from './heard-lines.ts'

const Line = z.record(z.string(), z.unknown())

/** A JSON object for each line. */
export const linesOf = (text: string): Record<string, unknown>[] =>
  text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Line.parse(JSON.parse(line)))

/** What is logged while `work` runs. */
export async function writtenLines(work: () => unknown): Promise<Record<string, unknown>[]> {
  const heard = hearLines()
  try {
    await work()
  } finally {
    heard.stop()
  }
  return linesOf(heard.text())
}
