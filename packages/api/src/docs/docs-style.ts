import { createHash } from 'node:crypto'

/** The only style a page of this app has; its hash stands in the content security policy. */
export const docsStyle = `
body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 13px/1.5 ui-monospace, monospace; }
h2 { border-top: 1px solid #8884; padding-top: 1.5rem; }
table { border-collapse: collapse; width: 100%; }
td, th { border: 1px solid #8884; padding: .25rem .5rem; text-align: left; vertical-align: top; }
`

export const docsStyleHash = `sha256-${createHash('sha256').update(docsStyle).digest('base64')}`
