import { z } from 'zod'
import type { Component } from './workload.ts'

const listed = <T>(words: T | T[]): T[] => (Array.isArray(words) ? words : [words])

/** As the API server admits keys and values. */
const Label = z
  .string()
  .regex(
    /^[A-Za-z0-9]([-\w./]{0,314}[A-Za-z0-9])?=([A-Za-z0-9]([-\w.]{0,61}[A-Za-z0-9])?)?$/,
    'expected a label as key=value, such as app=mesh-manager',
  )
const Image = z
  .string()
  .regex(/^[^\s@!]+$/, 'expected the name of an image without its digest; * stands for any run of characters')
const Namespace = z.string().regex(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/, 'expected the name of a namespace')

const parts: Readonly<Record<Component, string>> = {
  server: 'the Meshery Server',
  operator: 'the Meshery Operator',
  meshsync: 'MeshSync',
  broker: 'the Broker (NATS)',
  adapter: 'an adapter',
}

/** For each part of Meshery one value or several. */
function ofParts<T extends z.ZodType<string>>(value: T, what: (part: string) => string) {
  const some = (component: Component) =>
    z
      .union([value, z.array(value).min(1).max(10)])
      .transform(listed<string>)
      .optional()
      .describe(what(parts[component]))
  return z.strictObject({
    server: some('server'),
    operator: some('operator'),
    meshsync: some('meshsync'),
    broker: some('broker'),
    adapter: some('adapter'),
  })
}

/** How Meshery is known where neither its own labels nor its own images show it. */
export const Recognise = z.strictObject({
  labels: ofParts(Label, (part) => `Label of a workload, or of its pods, that is ${part}`)
    .default({})
    .describe('Labels of workloads, by what the workload is; looked for in every namespace')
    .meta({ examples: [{ server: 'app=mesh-manager' }] }),
  images: ofParts(Image, (part) => `Image, with its registry and without its tag, that is ${part}; globs allowed`)
    .default({})
    .describe('Images of workloads, by what the workload is, in the namespaces that are looked into')
    .meta({ examples: [{ server: 'registry.example.com/tools/mesh-manager' }] }),
  namespaces: z
    .array(Namespace)
    .max(10)
    .default([])
    .describe('Namespaces that are looked into beside meshery and those of Meshery’s custom resources'),
})
export type Recognise = z.infer<typeof Recognise>
