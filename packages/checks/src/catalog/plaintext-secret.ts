import type { Subject } from '@fleet-auditor/model/subject.ts'
import { z } from 'zod'
import { defineCheck } from '../define.ts'
import { atLeastOne } from '../facts/at-least-one.ts'
import { workloadSubject } from '../facts/meshery.ts'
import { action, fail, pass, unknown, type Outcome, type Unknown } from '../outcome.ts'
import { actsOnObject, inNamespace } from '../remedies/kubernetes-step.ts'
import { kubectl } from '../remedies/remedy-context.ts'
import { ask } from '../remedies/shell-command.ts'

const Plain = z.strictObject({ from: z.enum(['literal', 'config-map', 'argument']) })
const Checked = z.strictObject({ variables: z.number().int() })
type Answer = Outcome<z.infer<typeof Plain>, z.infer<typeof Checked>>

/** ConfigMaps are not read, for one may hold a secret: what this one gives a container shows only when it is named. */
const unseenVariables = (subject: Subject, name: string): Unknown<never> =>
  unknown('undeclared', `the container takes all variables of ConfigMap ${name}, which is not read`, {
    subject,
    grant: action(
      `name what the container takes of ConfigMap ${name} one by one (env, valueFrom.configMapKeyRef): a name shows whether it is a secret; put secrets into a Secret`,
    ),
  })

export const plaintextSecret = defineCheck({
  id: 'plaintext-secret',
  title: 'A secret in plain text',
  severity: 'high',
  ruleVersion: 2,
  group: 'security',
  answers: ['secrets'],
  rule: 'No environment variable and no argument of a Meshery workload holds a secret as a literal value or takes it from a ConfigMap: by its name (PASSWORD, TOKEN, API_KEY, PRIVATE_KEY at its end), or since it is a private key, a kubeconfig, or an address with a password. The collector decides; the value is stored nowhere. Unknown where a container takes all variables of a ConfigMap (envFrom): no ConfigMap is read.',
  why: 'Everyone who may read Deployments or ConfigMaps reads it, and so does every backup and every GitOps repository.',
  source: 'Meshery documentation, Security Hardening: secrets sourced from Secrets or an external manager',
  evidence: Plain,
  passEvidence: Checked,
  needs: ['workloads'],
  uses: [],
  evaluate({ workloads }) {
    const outcomes = workloads.flatMap((workload) =>
      workload.containers.flatMap((container): Answer[] => {
        const at = (field: string) => workloadSubject(workload, { container: container.name, field })
        const found = [
          ...container.env
            .filter(({ secretLike }) => secretLike)
            .map(({ name, source }) =>
              fail(at(`env ${name}`), {
                from: source === 'config-map' ? ('config-map' as const) : ('literal' as const),
              }),
            ),
          ...(container.secretArguments ?? []).map((name) =>
            fail(at(`argument ${name}`), { from: 'argument' as const }),
          ),
        ]
        const unseen = (container.envFrom ?? [])
          .filter(({ kind }) => kind === 'ConfigMap')
          .map(({ name }) => unseenVariables(at(`envFrom ConfigMap ${name}`), name))
        const whole = workloadSubject(workload, { container: container.name })
        const all = [...found, ...unseen]
        return all.length > 0 ? all : [pass(whole, { variables: container.env.length })]
      }),
    )
    return atLeastOne(outcomes, 'no Meshery workload is here')
  },
  describe: ({ field = 'it' }, { from }) =>
    from === 'config-map' ? `${field} is taken from a ConfigMap` : `${field} is a secret in the manifest itself`,
  remedy: (subject, _, where) => ({
    summary: 'Put it into a Secret, refer to it (valueFrom.secretKeyRef), and rotate it: it was readable.',
    steps: [
      {
        summary: 'Make the Secret, from a file: the value stays out of the shell’s history.',
        actsOn: { kind: 'kubernetes-object', name: 'Secret', namespace: subject.namespace },
        commands: [
          kubectl(
            where,
            'create',
            'secret',
            'generic',
            ask('SECRET', 'the name of the new Secret'),
            ...inNamespace(subject),
            ['--from-file=', ask('KEY', 'its key'), '=', ask('FILE', 'the file with the new value')],
          ),
        ],
      },
      {
        summary: 'Refer to it where the value stands now, by the tool that owns the workload.',
        actsOn: actsOnObject(subject),
        interrupts: 'The pod restarts.',
        commands: [],
      },
    ],
  }),
})
