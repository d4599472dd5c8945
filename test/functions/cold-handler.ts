type Handler<A extends readonly unknown[], R> = (...given: A) => Promise<R>

/**
 * A handler whose module is loaded when it is called: settings are read once per cold start, and `vi.resetModules()`
 * before the call makes one.
 */
export const coldHandler =
  <A extends readonly unknown[], R>(load: () => Promise<{ readonly handler: Handler<A, R> }>): Handler<A, R> =>
  async (...given) =>
    (await load()).handler(...given)
