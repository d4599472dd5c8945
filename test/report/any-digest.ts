import { Cause } from '@fleet-auditor/model/cause.ts'
import { Reason, type Digest } from '@fleet-auditor/model/digest.ts'
import { ChangeKind } from '@fleet-auditor/model/finding.ts'
import { Severity } from '@fleet-auditor/model/severity.ts'
import { fleetTarget, type Target } from '@fleet-auditor/model/target.ts'
import fc from 'fast-check'

/** What a name can hold to act on Slack, among what it usually holds. */
const hostile = [
  '<!channel>',
  '<@U123>',
  '@here',
  '@Channel',
  '<https://evil.test|x>',
  '`',
  '*',
  '&',
  '&amp;',
  ':x:',
  '\n',
]
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 80 }),
  fc.array(fc.constantFrom(...hostile, 'a', 'b-c', '😀'), { maxLength: 400 }).map((parts) => parts.join('')),
)

const target = fc.oneof(
  text.map((key): Target => ({ kind: 'cluster', key })),
  text.map((key): Target => ({ kind: 'plane', key })),
  fc.constant(fleetTarget),
)
const named = {
  target,
  cluster: text,
  team: fc.oneof(fc.constant(undefined), fc.constantFrom('payments', 'web'), text),
}

const withoutUndefined = <T extends object>(value: T): T =>
  // Optional members are absent, not undefined.
  Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T

const line = fc
  .record({
    kind: fc.constantFrom(...ChangeKind.options),
    rule: fc.boolean(),
    why: fc.option(fc.constantFrom(...Reason.options), { nil: undefined }),
    severity: fc.constantFrom(...Severity.options),
    check: text,
    title: text,
    remedy: fc.option(text, { nil: undefined }),
    clusters: fc.array(fc.record({ ...named, texts: fc.array(text, { maxLength: 6 }) }).map(withoutUndefined), {
      maxLength: 12,
    }),
  })
  .map(withoutUndefined)

const run: fc.Arbitrary<Digest['run']> = fc.record({
  id: text,
  fleet: text,
  startedAt: fc.constant('2026-11-21T02:00:00Z'),
  state: fc.constantFrom('complete' as const, 'incomplete' as const, 'running' as const),
  partial: fc.boolean(),
  ruleSet: fc.constant('{}'),
})

/** Any digest that its schema allows, far larger and stranger than a real one. */
export const anyDigest: fc.Arbitrary<Digest> = fc.record({
  run,
  baseline: fc.boolean(),
  newClusters: fc.array(fc.record({ ...named, open: fc.nat() }).map(withoutUndefined), { maxLength: 5 }),
  lines: fc.array(line, { maxLength: 60 }),
  stale: fc.array(fc.record({ ...named, cause: text }).map(withoutUndefined), { maxLength: 60 }),
  agingCalendars: fc.constantFrom([], [{ provider: 'gke' as const, validUntil: '2027-02-28' }]),
  unreadScopes: fc.array(fc.record({ scope: text, detail: text }), { maxLength: 60 }),
  unknowns: fc.array(
    fc
      .record({
        cause: fc.constantFrom(...Cause.options),
        remedy: fc.option(text, { nil: undefined }),
        detail: text,
        clusters: fc.nat(),
        checks: fc.array(text, { maxLength: 5 }),
      })
      .map(withoutUndefined),
    { maxLength: 40 },
  ),
}) as fc.Arbitrary<Digest> // fast-check types optional members as undefined
