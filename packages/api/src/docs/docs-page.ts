import { createHash } from 'node:crypto'
import { z } from '@hono/zod-openapi'
import { html, raw } from 'hono/html'
import type { ApiDocument } from '../api-deps.ts'

/** The only style a page of this app has; its hash stands in the content security policy. */
const docsStyle = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
h2 { border-top: 1px solid #8884; padding-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #8884; padding: .25rem .5rem; text-align: left; vertical-align: top; }
`

export const docsStyleHash = `sha256-${createHash('sha256').update(docsStyle).digest('base64')}`

interface Described {
  readonly method: string
  readonly path: string
  readonly summary: string
  readonly open: boolean
  readonly parameters: readonly Parameter[]
  readonly statuses: readonly (readonly [status: string, description: string])[]
}

interface Parameter {
  readonly name: string
  readonly in: string
  readonly schema: string
  readonly description: string
}

/** The API on one page, without scripts and without anything from elsewhere. */
export async function docsPage(document: ApiDocument): Promise<string> {
  const operations = operationsOf(document)
  const page = await html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${document.info.title}</title>
        ${raw(`<style>${docsStyle}</style>`)}
      </head>
      <body>
        <h1>${document.info.title}</h1>
        <p>${document.info.description ?? ''}</p>
        <p>
          Send <code>Authorization: Bearer &lt;token&gt;</code>. For machines: <a href="openapi.json">openapi.json</a>.
        </p>
        ${operations.map(operationPart)}
      </body>
    </html>`
  return page.toString()
}

const operationPart = ({ method, path, summary, open, parameters, statuses }: Described) =>
  html`<h2><code>${method} ${path}</code></h2>
    <p>${summary}${open ? ' (no token needed)' : ''}</p>
    ${parameters.length > 0 ? parameterTable(parameters) : ''}
    <ul>
      ${statuses.map(([status, description]) => html`<li><code>${status}</code> ${description}</li>`)}
    </ul>`

const parameterTable = (parameters: readonly Parameter[]) =>
  html`<table>
    <tr>
      <th>parameter</th>
      <th>in</th>
      <th>schema</th>
      <th>what</th>
    </tr>
    ${parameters.map(
      ({ name, in: where, schema, description }) =>
        html`<tr>
          <td><code>${name}</code></td>
          <td>${where}</td>
          <td><code>${schema}</code></td>
          <td>${description}</td>
        </tr>`,
    )}
  </table>`

const Operation = z.object({
  summary: z.string().default(''),
  security: z.array(z.unknown()).optional(),
  parameters: z
    .array(z.object({ name: z.string(), in: z.string(), schema: z.unknown(), description: z.string().default('') }))
    .default([]),
  responses: z.record(z.string(), z.object({ description: z.string() })),
})

function operationsOf(document: ApiDocument): Described[] {
  const described: Described[] = []
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    for (const method of ['get', 'post'] as const) {
      if (!item[method]) continue
      const { summary, security, parameters, responses } = Operation.parse(item[method])
      const statuses = Object.entries(responses).map(([status, { description }]) => [status, description] as const)
      described.push({
        method: method.toUpperCase(),
        path,
        summary,
        open: security?.length === 0,
        parameters: parameters.map((parameter) => ({ ...parameter, schema: JSON.stringify(parameter.schema) })),
        statuses,
      })
    }
  }
  return described
}
