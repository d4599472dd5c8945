import { createHash } from 'node:crypto'
import { apiDocument } from '@fleet-auditor/api/api-document.ts'
import { docsPage, docsStyleHash } from '@fleet-auditor/api/docs/docs-page.ts'
import { createConfig, lintFromString } from '@redocly/openapi-core'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const Content = z.record(z.string(), z.looseObject({}))
const Operation = z.object({
  operationId: z.string().regex(/^(get|list|start)[A-Z]\w+$/),
  summary: z.string().min(1),
  tags: z.array(z.string()).length(1),
  security: z.array(z.record(z.string(), z.array(z.string()))),
  requestBody: z.object({ content: Content }).optional(),
  responses: z.record(z.string(), z.object({ description: z.string().min(1), content: Content.optional() })),
})
const Document = z.object({
  openapi: z.literal('3.1.0'),
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({
    schemas: z.record(z.string(), z.unknown()),
    securitySchemes: z.object({ token: z.unknown() }),
  }),
})

const json = JSON.stringify(apiDocument())
const { paths, components } = Document.parse(JSON.parse(json))
const operations = Object.entries(paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
)
const open = ['get /healthz', 'get /openapi.json', 'get /docs']

describe('the description of the API', () => {
  it('has no problem by the recommended rules of Redocly, examples included', async () => {
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-invalid-media-type-examples': 'error', 'no-invalid-parameter-examples': 'error' },
    })
    const problems = await lintFromString({ source: json, config })
    expect(
      problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
    ).toEqual([])
  })

  it('is refused by the same rules where an example breaks its schema', async () => {
    const broken = json.replace('"example":{"ok":true}', '"example":{"ok":"yes"}')
    const config = await createConfig({
      extends: ['recommended'],
      rules: { 'no-invalid-media-type-examples': 'error' },
    })
    const problems = await lintFromString({ source: broken, config })
    expect(new Set(problems.map(({ ruleId }) => ruleId))).toEqual(new Set(['no-invalid-media-type-examples']))
  })

  it.each(operations)('declares for %s who may call it and every way it may end', (name, { security, responses }) => {
    expect(security.some((way) => 'token' in way)).toBe(!open.includes(name))
    const statuses = Object.keys(responses)
    const behindToken = open.includes(name) ? [] : ['401', '429', '503']
    expect(statuses).toEqual(expect.arrayContaining(['400', '405', '414', '500', '504', ...behindToken]))
    for (const [status, { content }] of Object.entries(responses)) {
      if (Number(status) >= 400) expect(Object.keys(content ?? {})).toEqual(['application/problem+json'])
    }
  })

  it.each(operations)('gives an example of the request and of the answer of %s', (_, { requestBody, responses }) => {
    const bodies = [requestBody, responses['200'] ?? responses['202']].flatMap((body) =>
      Object.values(body?.content ?? {}),
    )
    expect(bodies.length).toBeGreaterThan(0)
    for (const body of bodies) expect(body).toHaveProperty('example')
  })

  it('gives every operation an id of its own', () => {
    const ids = operations.map(([, { operationId }]) => operationId)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('refers to no schema that it does not define', () => {
    const references = [...json.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference)
    const known = Object.keys(components.schemas).map((name) => `#/components/schemas/${name}`)
    expect(references.length).toBeGreaterThan(10)
    expect(references.filter((reference) => !known.includes(reference))).toEqual([])
  })
})

describe('the page of the API', () => {
  it('shows every route and loads nothing', async () => {
    const page = await docsPage(apiDocument())
    for (const path of Object.keys(paths)) expect(page).toContain(path)
    expect(page).not.toMatch(/<script|<link|<img|src=|https?:\/\/(?!www\.apache)/)
  })

  it('has the style that its content security policy allows', async () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/.exec(await docsPage(apiDocument())) ?? []
    expect(`sha256-${createHash('sha256').update(style).digest('base64')}`).toBe(docsStyleHash)
  })
})
