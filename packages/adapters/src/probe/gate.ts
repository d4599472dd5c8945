/** Lets a bounded number through at once; the others wait in the order they came. */
export interface Gate {
  /** Resolves to what gives the place back; giving it back twice does nothing. */
  enter(): Promise<() => void>
}

export function createGate(places: number): Gate {
  let free = places
  const waiting: (() => void)[] = []
  const leave = () => {
    const next = waiting.shift()
    if (next) next()
    else free += 1
  }
  return {
    enter: async () => {
      if (free > 0) free -= 1
      else await new Promise<void>((resolve) => waiting.push(resolve))
      let inside = true
      return () => {
        if (inside) leave()
        inside = false
      }
    },
  }
}
