import type { Rights } from '@fleet-auditor/model/rights.ts'
import type { Section } from '@fleet-auditor/model/section.ts'
import type { ServiceFacts } from '@fleet-auditor/model/service-facts.ts'
import type { Subject } from '@fleet-auditor/model/subject.ts'
import type { Workload } from '@fleet-auditor/model/workload.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { ofComponent, workloadSubject } from '../facts/meshery.ts'
import { fail, notApplicable, nothingHere, pass, unknownFrom, type Outcome } from '../outcome.ts'
import { actsOnObject, inNamespace, objectWord } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'
import type { Word } from '../remedies/shell-command.ts'

const Leftover = z.strictObject({ boundTo: z.string().optional() })
const Clean = z.strictObject({ operator: z.string() })
type Answer = Outcome<z.infer<typeof Leftover>, z.infer<typeof Clean>>

/** Roles that only operators before 1.0 brought (meshery.md §1.6). */
const legacyRoles = ['meshery-controller-role', 'meshery-proxy-role']

export const legacyLeftovers = defineCheck({
  id: 'legacy-leftovers',
  title: 'Objects of a legacy Operator beside a modern one',
  severity: 'medium',
  ruleVersion: 1,
  group: 'deployment',
  answers: ['one-operator', 'upgrade-procedure', 'component-broker'],
  rule: 'Beside an Operator of 1.0 or newer and no older one: the Broker’s StatefulSet or Service meshery-broker of the legacy layout, or a binding of its roles meshery-controller-role or meshery-proxy-role. Rights by a role that can do everything are wildcard-role’s, whatever its name.',
  why: 'The old Broker goes on running without a token, often behind a public load balancer; the old roles still bind the account that the new Operator runs as.',
  source: 'meshery-operator 0.8.11 and 1.0.5: names of Broker, Service and roles',
  evidence: Leftover,
  passEvidence: Clean,
  needs: ['workloads', 'services'],
  uses: ['rights'],
  evaluate({ workloads, services, rights }) {
    const operators = ofComponent(workloads, 'operator')
    const [modern] = operators.filter(({ generation }) => generation === 'modern')
    if (!modern) {
      return [operators.length > 0 ? notApplicable('its Operator is a legacy one') : nothingHere('no Operator is here')]
    }
    if (operators.some(({ generation }) => generation === 'legacy')) {
      return [notApplicable('a legacy Operator still runs (see duplicate-operators)')]
    }
    const found: Answer[] = [...oldBrokers(workloads, services), ...oldBindings(rights)]
    const [first, ...rest] = found
    return first ? [first, ...rest] : [pass(workloadSubject(modern), { operator: modern.name })]
  },
  describe: ({ kind, name }, { boundTo }) =>
    boundTo === undefined
      ? `the legacy Operator made ${kind} ${name}, and the Operator of today does not look after it`
      : `it still gives ${boundTo} the legacy Operator’s role`,
  remedy: (subject, _, where) => {
    const remove = (...more: readonly Word[]): string =>
      kubectl(where, 'delete', objectWord(subject), ...namespaced(subject), '--ignore-not-found', ...more)
    return {
      summary: 'Delete it, once MeshSync and every Server are connected to the Broker of today (meshery-nats).',
      steps: [
        {
          summary: 'Delete it.',
          actsOn: actsOnObject(subject),
          interrupts: 'A Server or MeshSync that still uses it loses its connection.',
          dryRun: [remove('--dry-run=server')],
          commands: [remove()],
        },
      ],
    }
  },
})

const namespaced = (subject: Subject): Word[] => (subject.kind.startsWith('Cluster') ? [] : inNamespace(subject))

function oldBrokers(workloads: readonly Workload[], services: readonly ServiceFacts[]): Answer[] {
  const sets = ofComponent(workloads, 'broker').filter(({ generation }) => generation === 'legacy')
  const left = services.filter(({ name, selector }) => name === 'meshery-broker' && selector['component'] === 'broker')
  return [
    ...sets.map((workload) => fail(workloadSubject(workload), {})),
    ...left.map(({ namespace, name }) => fail({ kind: 'Service', namespace, name }, {})),
  ]
}

function oldBindings(rights: Section<readonly Rights[]>): Answer[] {
  if (rights.status === 'failed') return [unknownFrom(rights)]
  const bindings = rights.value.flatMap(({ identity, bindings: all }) =>
    all
      .filter(({ role, rules }) => legacyRoles.includes(role.name) && !rules.some(isEverything))
      .map(({ kind, namespace, name }) => {
        const boundTo = 'namespace' in identity ? `${identity.namespace}/${identity.name}` : identity.name
        return { subject: { kind, namespace, name }, boundTo }
      }),
  )
  // One binding may bind several accounts.
  const each = new Map(bindings.map((one) => [`${one.subject.namespace ?? ''}/${one.subject.name}`, one]))
  return [...each.values()].map(({ subject, boundTo }) => fail(subject, { boundTo }))
}

const isEverything = ({ resources }: Rights['bindings'][number]['rules'][number]): boolean => resources.includes('*')
