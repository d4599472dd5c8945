/** Knows whether the event loop of this thread is behind: what it sees now may have happened a while ago. */
export interface LoopWatch {
  late(): boolean
  /** Watches between `begin` and the `end` of the last who began. */
  begin(): void
  end(): void
}

/**
 * How often the loop is asked to be on time, and by how much it may miss (a timer alone is up to 1 ms late). Together
 * they bound the error that stays unseen, well below the least threshold of a latency (150 ms).
 */
const beatMs = 2
const borneMs = 2

/** A timer that notes when it came too late. A beat still missing counts too: an answer can be handled before it. */
export function createLoopWatch(now: () => number = () => performance.now()): LoopWatch {
  let watchers = 0
  let timer: NodeJS.Timeout | undefined
  let lastBeat = 0
  let lastLate = -Infinity
  const missed = (at: number) => at - lastBeat > beatMs + borneMs
  const beat = () => {
    const at = now()
    if (missed(at)) lastLate = at
    lastBeat = at
  }
  return {
    late: () => {
      const at = now()
      return missed(at) || at - lastLate < borneMs
    },
    begin: () => {
      watchers += 1
      if (timer) return
      lastBeat = now()
      timer = setInterval(beat, beatMs)
      timer.unref()
    },
    end: () => {
      watchers -= 1
      if (watchers > 0) return
      clearInterval(timer)
      timer = undefined
    },
  }
}
