/** dynalite ships no types; this is the part that is used. */
declare module 'dynalite' {
  import type { Server } from 'node:http'

  export interface DynaliteOptions {
    /** LevelDB folder; in memory without it. */
    readonly path?: string
    readonly createTableMs?: number
    readonly deleteTableMs?: number
    readonly updateTableMs?: number
  }
  const dynalite: (options: DynaliteOptions) => Server
  export default dynalite
}
