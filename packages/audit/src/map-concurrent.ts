import pLimit from 'p-limit'

/**
 * What `verb` makes of every item, some at once, in the order of the items. Once it throws no further item is begun,
 * and the error is thrown when those under way have ended: nothing works on behind the caller's back.
 */
export async function mapConcurrent<T, R>(
  items: readonly T[],
  atOnce: number,
  verb: (item: T) => Promise<R>,
): Promise<R[]> {
  const limit = pLimit(atOnce)
  const failures: unknown[] = []
  const results: R[] = []
  const attempt = async (item: T, index: number): Promise<void> => {
    if (failures.length > 0) return
    try {
      results[index] = await verb(item)
    } catch (error) {
      failures.push(error)
    }
  }
  await Promise.all(items.map((item, index) => limit(() => attempt(item, index))))
  if (failures.length > 0) throw failures[0]
  return results
}
