import type { Remedy, RemedyStep } from '@fleet-auditor/model/remedy.ts'
import { unrunNote } from './remedy-text.ts'

/** One finding with its steps, in words that are safe to print. */
export interface FixedFinding {
  readonly subject: string
  readonly remedy: Remedy
}

/**
 * The steps for one cluster as a script for `sh`. It ends where a command fails or a variable is not set; dry runs, ways
 * back and alternatives are comments. A step that several findings share stands once.
 */
export function fixScript(check: string, cluster: string, findings: readonly FixedFinding[]): string {
  const printed = new Set<string>()
  const body = findings.flatMap(({ subject, remedy }) => [
    '',
    comment(`${subject}: ${remedy.summary}`),
    ...remedy.steps.flatMap((step) => onceOf(step, printed)),
    ...(remedy.alternatives ?? []).flatMap((other) => [
      comment(`or: ${other.summary}`),
      ...other.steps.flatMap(stepLines).map((line) => comment(`  ${line.replace(/^# /, '')}`)),
    ]),
  ])
  const head = [
    `fleet-auditor fix ${check}, for ${cluster}`,
    'Nothing was applied. Read it, then run it: sh <this file>',
  ]
  return `${['#!/bin/sh', ...head.map(comment), 'set -eu', ...body].join('\n')}\n`
}

function onceOf(step: RemedyStep, printed: Set<string>): string[] {
  const key = step.commands.join('\n')
  if (key !== '' && printed.has(key)) return []
  printed.add(key)
  return stepLines(step)
}

function stepLines({ summary, interrupts, dryRun = [], commands, undo = [] }: RemedyStep): string[] {
  return [
    comment(summary),
    ...(interrupts === undefined ? [] : [comment(`interrupts: ${interrupts}`)]),
    ...unrunNote(commands).map(comment),
    ...dryRun.map((line) => comment(`dry run: ${line}`)),
    ...commands,
    ...undo.map((line) => comment(`undo: ${line}`)),
  ]
}

/** Texts are safe, so that none holds a line break. */
const comment = (text: string): string => `# ${text}`
