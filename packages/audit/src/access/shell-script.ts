import { shellWord as plainWord } from '@fleet-auditor/model/shell-word.ts'

/** One command, word by word, with what to know before it runs. */
export interface Command {
  readonly comment?: string
  readonly words: readonly string[]
}

/** The words of a command whose name and subcommands are fixed. */
export const command = (fixed: string, ...more: readonly string[]): Command => ({
  words: [...fixed.split(' '), ...more],
})

/** What only a deployment, or a person, knows: placeholders of the documents, and the variables that hold them. */
const unknowns = {
  '<ARN of the role of the function audit-eks>': 'AUDIT_EKS_ROLE',
  '<ARN of the role of the function audit-gke>': 'AUDIT_GKE_ROLE',
  '<ARN of the role of the function audit-aks>': 'AUDIT_AKS_ROLE',
  '<issuer of the AWS account>': 'AWS_ISSUER',
  '<object id of the service principal>': 'PRINCIPAL_ID',
  '<management group>': 'MANAGEMENT_GROUP',
} as const

const placeholders = new RegExp(Object.keys(unknowns).join('|'), 'g')

/** A script for `sh`: it ends at once where a variable is missing or a command fails. */
export function shellScript(commands: readonly Command[]): string {
  const text = commands.map(({ words }) => words.join(' ')).join(' ')
  const needed = Object.entries(unknowns).filter(([placeholder]) => text.includes(placeholder))
  const lines = commands.flatMap(({ comment, words }) => [
    ...(comment === undefined ? [] : [`# ${comment.replaceAll(/[\r\n]+/g, ' ')}`]),
    words.map(shellWord).join(' '),
  ])
  const variables = needed.map(([placeholder, name]) => `: "\${${name}:?${placeholder.slice(1, -1)}}"`)
  return ['#!/bin/sh', 'set -eu', ...variables, ...lines, ''].join('\n')
}

/** A command as a person reads it: quoted for a shell, with its placeholders. */
export const commandText = ({ words }: Command): string => words.map(plainWord).join(' ')

/** Quoted whole; only what stands for a variable is expanded. */
const shellWord = (word: string): string =>
  plainWord(word).replaceAll(placeholders, (found) => `'"$${unknowns[found as keyof typeof unknowns]}"'`) // it is one of them
