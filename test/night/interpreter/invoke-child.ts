import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import process from 'node:process'
import { z } from 'zod'
import type { Handler } from '../../../infra/functions.ts'
import type { Bundles } from './bundles.ts'

const Reply = z.object({ answer: z.unknown().optional(), error: z.string().optional() })

export interface ChildOptions {
  readonly bundles: Bundles
  readonly variables: Readonly<Record<string, string>>
  readonly remainingMs?: number
  /** Written by functions to standard output, a JSON object a line. */
  readonly onLine?: (line: string) => void
}

/** What becomes of one invocation: all is well; it ends when its work is done but for the answer. */
export type Fate = 'lives' | 'dies-unanswered'

/** The functions of a deployment, each invocation a process. */
export function createFunctions({ bundles, variables, remainingMs = 900_000, onLine = () => {} }: ChildOptions) {
  const running = new Map<ChildProcess, Handler>()
  return {
    /** SIGKILL for the process that runs this function now. */
    kill: (name: Handler): void => {
      for (const [child, of] of running) if (of === name) child.kill('SIGKILL')
    },
    invoke: async (name: Handler, event: unknown, fate: Fate = 'lives'): Promise<unknown> => {
      const child = fork(path.join(import.meta.dirname, 'function-process.ts'), {
        env: { PATH: process.env['PATH'], ...variables },
        silent: true,
      })
      running.set(child, name)
      let complaints = ''
      let reply: unknown
      child.stdout?.setEncoding('utf8').on('data', onLine)
      child.stderr?.setEncoding('utf8').on('data', (text: string) => (complaints += text))
      child.on('message', (message) => (reply = message))
      child.send({ file: bundles.fileOf(name), event, remainingMs, diesUnanswered: fate === 'dies-unanswered' })
      await once(child, 'close')
      running.delete(child)
      if (reply === undefined) throw named('Lambda.Unknown', `${name} died (${child.signalCode}): ${complaints}`)
      const { answer, error } = Reply.parse(reply)
      if (error !== undefined) throw named('Error', error)
      return answer
    },
  }
}

/** A state machine distinguishes failures by their name. */
const named = (name: string, message: string): Error => Object.assign(new Error(message), { name })
