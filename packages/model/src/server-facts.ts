import { z } from 'zod'

/** A question that got no HTTP answer: why, as for a silent probe; `foreign` is an answer that is not HTTP. */
const Unanswered = z.object({
  status: z.literal(0),
  why: z.enum(['timeout', 'refused', 'reset', 'unresolved', 'unroutable', 'closed', 'foreign']),
})

/** The head of an HTTP answer; redirects are never followed. */
const answered = { status: z.number().int().min(100), location: z.string().optional() }

/**
 * What a Meshery Server shows without a login (meshery.md §6). Each member is one request, `GET` without credentials or
 * cookies; a member with status 0 was asked and got no answer.
 */
export const ServerFacts = z.object({
  /** `/healthz/ready?verbose=1`. `failed`: its lines that begin with `[-]`. */
  ready: z.object({ ...answered, failed: z.array(z.string()) }),
  /** `/api/system/version`. `latest` and `outdated` are absent where the Server cannot ask GitHub. */
  version: z.union([
    Unanswered,
    z.object({
      ...answered,
      build: z.string().optional(),
      latest: z.string().optional(),
      outdated: z.boolean().optional(),
      channel: z.string().optional(),
    }),
  ]),
  /** `/provider`. `provider`: the key of the provider that the Server enforces, from the cookie that it sets. */
  chooser: z.union([Unanswered, z.object({ ...answered, html: z.boolean(), provider: z.string().optional() })]),
  /** `/user/login`, asked only where a Remote Provider is enforced. `callback` is decoded from the redirect. */
  login: z
    .union([
      Unanswered,
      z.object({ ...answered, callback: z.string().optional(), providerHost: z.string().optional() }),
    ])
    .optional(),
  /** The WebSocket upgrade at `/api/system/graphql/query`; `json`: a body of JSON in place of it. */
  upgrade: z.union([Unanswered, z.object({ ...answered, json: z.boolean() })]),
  /** `/api/providers/stream`. `event`: its first event came in time. */
  stream: z.union([Unanswered, z.object({ ...answered, streamed: z.boolean(), event: z.boolean() })]),
})
export type ServerFacts = z.infer<typeof ServerFacts>
