import type { Api } from '../api-deps.ts'
import { problem } from './problem.ts'

/** Answers 405 with `Allow` for every path that is served, for methods that are not. Added after the routes. */
export function addMethodNotAllowed(app: Api): void {
  const methods = new Map<string, Set<string>>()
  for (const { path, method } of app.routes) {
    if (method === 'ALL') continue
    const known = methods.get(path) ?? new Set()
    known.add(method)
    if (method === 'GET') known.add('HEAD')
    methods.set(path, known)
  }
  for (const [path, known] of methods) {
    const allow = [...known].toSorted().join(', ')
    app.all(path, (c) => problem(c, 405, { detail: `served here: ${allow}`, headers: { Allow: allow } }))
  }
}
