import { duplicateSignals } from '@fleet-auditor/cli/stop-signals.ts'
import { describe, expect, it } from 'vitest'

type Sent = readonly [signal: NodeJS.Signals, milliseconds: number]

describe('a second signal to end', () => {
  it.each<[name: string, first: Sent, second: Sent, duplicate: boolean]>([
    ['SIGTERM within a second is the first one by another route', ['SIGTERM', 0], ['SIGTERM', 40], true],
    ['SIGTERM after a second is a new one', ['SIGTERM', 0], ['SIGTERM', 1000], false],
    ['Ctrl-C is a new one at once', ['SIGINT', 0], ['SIGINT', 40], false],
  ])('%s', (_, first, second, duplicate) => {
    let at = 0
    const isDuplicate = duplicateSignals(() => at)
    const seen = [first, second].map(([signal, milliseconds]) => {
      at = milliseconds
      return isDuplicate(signal)
    })
    expect(seen[1]).toBe(duplicate)
  })
})
