/** Tells whether the event loop of this thread was held up since a moment of `performance.now()`. */
export interface LoopWatch {
  lateSince(start: number): boolean
  /** Watches between `begin` and the `end` of the last who began. */
  begin(): void
  end(): void
}

/** How often the loop is asked to be on time, and by how much it may miss: timers alone are up to 1 ms late. */
const beatMs = 5
const borneMs = 3

/** A timer that notes when it came too late. A beat still missing counts too: an answer can be handled before it. */
export function createLoopWatch(now: () => number = () => performance.now()): LoopWatch {
  let watchers = 0
  let timer: NodeJS.Timeout | undefined
  let lastBeat = 0
  let lastLate = -Infinity
  const beat = () => {
    const at = now()
    if (at - lastBeat > beatMs + borneMs) lastLate = at
    lastBeat = at
  }
  return {
    lateSince: (start) => lastLate >= start || now() - lastBeat > beatMs + borneMs,
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
