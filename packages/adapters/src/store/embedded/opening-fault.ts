import { createRequire } from 'node:module'

interface LevelModule {
  readonly Level: new (path: string) => { open(): Promise<void>; close(): Promise<void> }
}

const isLevelModule = (module: unknown): module is LevelModule =>
  typeof module === 'object' && module !== null && 'Level' in module && typeof module.Level === 'function'

/**
 * Why the files of the embedded database cannot be opened: dynalite itself says no more than that its database is
 * closed. Asked only when it failed, of the very LevelDB that dynalite uses.
 */
export async function openingFault(path: string): Promise<unknown> {
  const module: unknown = createRequire(import.meta.resolve('dynalite'))('level')
  if (!isLevelModule(module)) return undefined
  const level = new module.Level(path)
  try {
    await level.open()
    await level.close()
    return undefined
  } catch (error) {
    return error
  }
}
