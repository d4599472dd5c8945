import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '../..')

/** A source file of the house: its path from the root, its room, its text and what it imports. */
export interface Source {
  readonly file: string
  readonly room: string
  readonly text: string
  readonly imports: readonly { readonly from: string; readonly typeOnly: boolean }[]
}

const importPattern =
  /^(?:import|export)\s+(type\s+)?(?:[^'"]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm

/** All TypeScript of `packages`, `functions` and `infra`, tests apart. */
export function sources(): Source[] {
  const found: Source[] = []
  for (const top of ['packages', 'functions', 'infra']) {
    for (const entry of readdirSync(path.join(root, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !entry.name.endsWith('.ts') || entry.parentPath.includes('node_modules')) continue
      const file = path.relative(root, path.join(entry.parentPath, entry.name))
      const text = readFileSync(path.join(root, file), 'utf8')
      found.push({ file, room: roomOf(file), text, imports: importsOf(text) })
    }
  }
  return found
}

const roomOf = (file: string): string => {
  const [top = '', second = ''] = file.split(path.sep)
  return top === 'packages' ? second : top
}

function importsOf(text: string): Source['imports'] {
  return [...text.matchAll(importPattern)].map(([, type, from, dynamic]) => ({
    from: from ?? dynamic ?? '',
    typeOnly: type !== undefined,
  }))
}
