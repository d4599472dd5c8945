import { createHash } from 'node:crypto'
import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { docsPage } from '@fleet-auditor/api/docs-page.ts'
import { docsStyleHash } from '@fleet-auditor/api/docs-style.ts'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Operation = z.object({
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  responses: z.record(
    z.string(),
    z.object({ description: z.string().min(1), content: z.record(z.string(), z.unknown()).optional() }),
  ),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.object({ token: z.unknown() }),
  }),
})

const document: unknown = JSON.parse(JSON.stringify(apiDocument()))
const { paths, components } = Document.parse(document)
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
)
const open = ['get /healthz', 'get /openapi.json', 'get /docs']

describe('the description', () => {
  it.each(operations)('%s says who may ask and every way it may end', (name, { security, responses }) => {
    expect(security.some((way) => 'token' in way)).toBe(!open.includes(name))
    const statuses = Object.keys(responses)
    const behindToken = open.includes(name) ? [] : ['401', '503']
    expect(statuses).toEqual(expect.arrayContaining(['400', '405', '414', '500', '504', ...behindToken]))
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json'])
    }
  })

  it('refers to nothing that is not there', () => {
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(
      ([, reference = '']) => reference,
    )
    const known = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.length).toBeGreaterThan(10)
    expect(references.filter((reference) => !known.includes(reference))).toEqual([])
  })
})

describe('the page', () => {
  it('tells of every route and loads nothing', async () => {
    const page = await docsPage(apiDocument())
    for (const path of Object.keys(paths)) expect(page).toContain(path)
    expect(page).not.toMatch(/<script|<link|<img|src=|https?:\/\/(?!www\.apache)/)
  })

  it('has the style that its policy allows', async () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(await docsPage(apiDocument())) ?? []
    expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(docsStyleHash)
  })
})
