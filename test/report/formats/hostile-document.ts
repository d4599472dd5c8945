import { appliedWaiver } from '@fleet-auditor/model/applied-waiver.ts'
import type { AuditDocument } from '@fleet-auditor/model/audit-document.ts'
import { waiverOf } from '../../audit-world/waiver-of.ts'
import { change, document, finding } from '../audit-document.ts'

const payments = 'eks:111122223333:eu-west-1/payments'
const facts = { check: 'unpinned-image', ruleVersion: 1, severity: 'medium', cluster: payments } as const
const subject = { kind: 'Deployment', namespace: 'meshery', name: 'meshery', container: 'meshery' }

/** Every kind of verdict and of end, in words that a format could act on. */
export function hostileDocument(word: string): AuditDocument {
  const base = document()
  return document({
    run: {
      ...base.run,
      state: 'incomplete',
      coverage: { read: 1, known: 3 },
      ledger: [
        { id: payments, kind: 'cluster', outcome: 'audited' },
        { id: `kubeconfig:${word}@x`, kind: 'cluster', outcome: 'unreachable', cause: 'timeout', detail: word },
        { id: 'gke:shop/stopped', kind: 'cluster', outcome: 'not-running' },
      ],
    },
    verdicts: [
      { ...facts, verdict: 'fail', subject, evidence: {}, material: '{}' },
      { ...facts, verdict: 'pass', check: 'legacy-release', evidence: {} },
      { ...facts, verdict: 'unknown', check: 'wildcard-role', cause: 'forbidden', detail: word },
      { ...facts, verdict: 'not-applicable', check: 'missing-node-watch', reason: word },
    ],
    findings: [
      finding({ subject, text: word, team: word }),
      finding({ fingerprint: 'fp-2', subject: { kind: 'Service', name: word } }),
      finding({
        fingerprint: 'fp-3',
        waived: appliedWaiver({ ...waiverOf('unpinned-image', '2026-12-31'), reason: word }),
      }),
      finding({ fingerprint: 'fp-4', state: 'resolved', resolution: 'fixed' }),
    ],
    changes: [
      change('opened', payments, { fingerprint: 'fp-1' }),
      change('resolved', payments, { fingerprint: 'fp-4' }),
    ],
  })
}

/** Words of a hostile cluster. */
export const hostileWords = [
  '=HYPERLINK("http://evil.example","x")',
  '+1',
  '-1',
  '@SUM(A1)',
  '\t=1',
  '＝1',
  'a,b"c\r\nd',
  '<script>alert(1)</script>',
  "]]>&amp;<x y='\"'>",
  '| cell | [link](http://evil.example) `code` @everyone <img src=x>',
  '\u0000\u0001\u001b[31m\u202e\u2028\ufffe\ud800',
]
