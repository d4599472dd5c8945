import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, it } from 'vitest'
import { generatedDocs } from '../../packages/cli/src/docs/generated-docs.ts'
import { root } from './sources.ts'

it.each([...(await generatedDocs())])('docs/%s is what the code generates', (name, text) => {
  expect(readFileSync(path.join(root, 'docs', name), 'utf8')).toBe(text)
})
