import {
  isSecretName,
  isSecretValue,
  secretArgumentsOf,
} from '@fleet-auditor/adapters/kubernetes/projections/secret-likeness.ts'
import { describe, expect, it } from 'vitest'

describe('names of secrets', () => {
  it.each([
    'PASSWORD',
    'DB_PASSWORD',
    'dbPassword',
    'NATS_TOKEN',
    'apiKey',
    'API_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'KUBECONFIG',
  ])('%s is one', (name) => {
    expect(isSecretName(name)).toBe(true)
  })
  it.each([
    'TOKEN_TTL',
    'PASSWORD_FILE',
    'SECRET_NAME',
    'KEYS_PATH',
    'TOKENIZER',
    'PASSWORD_LENGTH',
    'MONKEY',
    'PROVIDER',
  ])('%s is none', (name) => {
    expect(isSecretName(name)).toBe(false)
  })
})

describe('values that are secrets', () => {
  it.each([
    ['a password by its name', 'DB_PASSWORD', 'hunter2hunter2'],
    ['an address with a password', 'DATABASE_URL', 'postgres://user:hunter2@db.example/x'],
    ['the token of a NATS address', 'BROKER_URL', 'nats://t0ken@10.0.0.1:4222'],
    ['a private key', 'CERT', '-----BEGIN RSA PRIVATE KEY-----\nMIIE'],
    ['a kubeconfig', 'CONFIG', 'apiVersion: v1\ncurrent-context: a'],
  ])('%s', (_, name, value) => {
    expect(isSecretValue(name, value)).toBe(true)
  })
  it.each([
    ['a switch', 'USE_TOKEN', 'true'],
    ['a path', 'TOKEN', '/var/run/secrets/token'],
    ['a reference to another variable', 'TOKEN', '$(NATS_TOKEN)'],
    ['an address whose token is a reference', 'BROKER_URL', 'nats://$(NATS_TOKEN)@10.0.0.1:4222'],
    ['an address without a user', 'PROVIDER_BASE_URLS', 'https://cloud.example'],
    ['a user without a password', 'REPO', 'ssh://git@github.example/x'],
    ['a duration', 'TOKEN', '15m'],
  ])('not %s', (_, name, value) => {
    expect(isSecretValue(name, value)).toBe(false)
  })
})

describe('arguments that hold secrets', () => {
  it.each([
    { words: ['--password=hunter2hunter2'], found: ['--password'] },
    { words: ['--token', 'abcdefgh'], found: ['--token'] },
    { words: ['--token', '--verbose'], found: [] },
    { words: ['--token-file=/run/token'], found: [] },
    { words: ['serve', 'nats://t0ken@10.0.0.1'], found: ['an address with credentials'] },
    { words: ['--enable-leader-election', '--metrics-addr=:8443'], found: [] },
  ])('$words', ({ words, found }) => {
    expect(secretArgumentsOf(words)).toEqual(found)
  })
})
