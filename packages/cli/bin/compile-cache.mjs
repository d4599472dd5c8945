import { lstatSync, mkdirSync, realpathSync } from 'node:fs'
import { homedir } from 'node:os'
import path from 'node:path'
import process from 'node:process'

/**
 * The folder of Node's compile cache, made where it is missing; undefined where none is safe. A user who may write
 * there chooses the code that runs next: for TypeScript the cache holds the source. Node's default lies in the shared
 * temporary folder, where any user may be the first to make it.
 *
 * @param {Readonly<Record<string, string | undefined>>} variables of the environment
 * @returns {string | undefined}
 */
export function compileCacheFolder(variables) {
  try {
    const xdg = variables['XDG_CACHE_HOME'] ?? ''
    const caches = path.isAbsolute(xdg) ? xdg : path.join(homedir(), '.cache')
    const made = path.join(caches, 'fleet-auditor', 'compile-cache')
    mkdirSync(made, { recursive: true, mode: 0o700 })
    const folder = realpathSync(made)
    return isPrivate(folder) && foldersAbove(folder).every(isTrusted) ? folder : undefined
  } catch {
    return undefined // no home, or one that cannot be written: the start takes longer, nothing else
  }
}

/** @param {string} folder */
function isPrivate(folder) {
  const { uid, mode } = lstatSync(folder)
  return uid === process.getuid?.() && (mode & 0o077) === 0
}

/**
 * Nobody else may put another folder in place of one below it: in a sticky folder only the owner may.
 *
 * @param {string} folder
 */
function isTrusted(folder) {
  const { uid, mode } = lstatSync(folder)
  return (uid === 0 || uid === process.getuid?.()) && ((mode & 0o022) === 0 || (mode & 0o1000) !== 0)
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function foldersAbove(folder) {
  const above = path.dirname(folder)
  return above === folder ? [] : [above, ...foldersAbove(above)]
}
