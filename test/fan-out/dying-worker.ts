import { never } from '../audit-world/world.ts'

/** A worker's life: over after so many calls, or when something kills it. */
export interface Life {
  readonly death: Promise<'died'>
  readonly end: () => void
  /** Takes one call of it; false once it is over. */
  readonly spend: () => boolean
}

export function lifetimeOf(calls: number): Life {
  const { promise, resolve } = Promise.withResolvers<'died'>()
  let left = calls
  const end = (): void => {
    left = 0
    resolve('died')
  }
  const spend = (): boolean => {
    left--
    if (left <= 0) end()
    return left > 0
  }
  return { death: promise, end, spend }
}

/** A port as a dying worker holds it: once its life is over, nothing that it asks is done or answered. */
export function dying<T extends object>(port: T, life: Life): T {
  return new Proxy(port, {
    get(target, name): unknown {
      const part: unknown = Reflect.get(target, name)
      if (typeof part === 'object' && part !== null) return dying(part, life)
      if (typeof part !== 'function') return part
      return (...args: unknown[]): unknown => (life.spend() ? Reflect.apply(part, target, args) : never())
    },
  })
}
