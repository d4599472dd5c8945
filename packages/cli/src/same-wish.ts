/** Milliseconds in which a SIGTERM comes by every way it takes: to the process itself, and handed on by its launcher. */
const sameWishMs = 1000

/** Tells a repeated wish to end from the same one that came by two ways: only SIGTERM does, people press Ctrl-C twice. */
export function sameWishes(now: () => number): (signal: NodeJS.Signals) => boolean {
  let first: number | undefined
  return (signal) => {
    first ??= now()
    return signal === 'SIGTERM' && now() - first < sameWishMs
  }
}
