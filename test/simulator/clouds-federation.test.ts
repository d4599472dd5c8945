import { AccountClient, ListRegionsCommand } from '@aws-sdk/client-account'
import { GetWebIdentityTokenCommand, STSClient } from '@aws-sdk/client-sts'
import type { AwsAccount } from '@fleet-auditor/simulator/clouds/aws/aws-state.ts'
import { startAws } from '@fleet-auditor/simulator/clouds/aws/aws.ts'
import { startAzure } from '@fleet-auditor/simulator/clouds/azure/azure.ts'
import { startGoogle } from '@fleet-auditor/simulator/clouds/google/google.ts'
import { createWebIdentityIssuer } from '@fleet-auditor/simulator/clouds/web-identity.ts'
import { describe, expect, it } from 'vitest'

const issuer = createWebIdentityIssuer()
const credentials = { accessKeyId: 'AKIAONE', secretAccessKey: 'secret' }
const sub = 'arn:aws:iam::111111111111:role/auditor'
const form = (fields: Readonly<Record<string, string>>): RequestInit => ({
  method: 'POST',
  body: new URLSearchParams(fields),
})
const seconds = (): number => Math.floor(Date.now() / 1000)

async function openAws(more: Partial<AwsAccount> = {}) {
  const account = { id: '111111111111', accessKeys: ['AKIAONE'], regions: { 'us-east-1': [] }, outbound: issuer }
  const server = await startAws({ accounts: [{ ...account, ...more }] })
  const to = { endpoint: server.url, region: 'us-east-1', maxAttempts: 1, credentials }
  return { to, [Symbol.asyncDispose]: () => server.close() }
}

describe('AWS', () => {
  it('lists the regions of the states that are asked for, in pages', async () => {
    await using aws = await openAws({ regions: { 'us-east-1': [], 'eu-west-1': [] }, notOptedIn: ['me-south-1'] })
    const client = new AccountClient(aws.to)
    const first = await client.send(new ListRegionsCommand({ MaxResults: 2 }))
    expect(first.Regions?.map(({ RegionName }) => RegionName)).toEqual(['us-east-1', 'eu-west-1'])
    const rest = await client.send(new ListRegionsCommand({ MaxResults: 2, NextToken: first.NextToken }))
    expect(rest).toMatchObject({ Regions: [{ RegionName: 'me-south-1', RegionOptStatus: 'DISABLED' }] })
    const off = await client.send(new ListRegionsCommand({ RegionOptStatusContains: ['DISABLED'] }))
    expect(off.Regions).toHaveLength(1)
  })

  it.each([
    ['an audience is missing', { Audience: [], SigningAlgorithm: 'RS256', DurationSeconds: 300 }],
    ['it would live too long', { Audience: ['a'], SigningAlgorithm: 'RS256', DurationSeconds: 3601 }],
  ])('gives no web identity token where %s', async (_, asked) => {
    await using aws = await openAws()
    const sent = new STSClient(aws.to).send(new GetWebIdentityTokenCommand(asked))
    await expect(sent).rejects.toMatchObject({ name: 'ValidationError' })
  })

  it('signs tokens that no other issuer can', () => {
    const [head, , signature] = issuer.sign({ aud: 'a', sub, iat: 0, exp: 1 }).split('.')
    const forged = Buffer.from(JSON.stringify({ iss: issuer.url, aud: 'a', sub: `${sub}-admin` })).toString('base64url')
    expect(issuer.verify(`${head}.${forged}.${signature}`)).toBeUndefined()
    expect(issuer.verify('no token')).toBeUndefined()
  })
})

describe('Google’s STS', () => {
  const audience = '//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/pool/providers/aws1'
  const exchange = async (claims: { readonly aud: string; readonly exp: number }, type = 'jwt') => {
    const pools = [{ audience, issuer, subjects: [sub], token: 'pool-token' }]
    const google = await startGoogle({ projects: [], accounts: {}, pools })
    const answer = await fetch(
      `${google.url}/v1/token`,
      form({
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        audience,
        subject_token_type: `urn:ietf:params:oauth:token-type:${type}`,
        subject_token: issuer.sign({ sub, iat: seconds(), ...claims }),
      }),
    )
    await google.close()
    return await answer.json()
  }
  it.each<[name: string, aud: string, left: number, type: string, expected: object]>([
    ['takes its own name as audience', audience, 300, 'jwt', { access_token: 'pool-token', token_type: 'Bearer' }],
    ['takes it as a URL', `https:${audience}`, 300, 'jwt', { access_token: 'pool-token' }],
    ['refuses another audience', 'https://iam.googleapis.com/other', 300, 'jwt', { error: 'invalid_grant' }],
    ['refuses what is stale', audience, -1, 'jwt', { error: 'invalid_grant' }],
    ['refuses another kind of token', audience, 300, 'saml2', { error: 'invalid_request' }],
  ])('%s', async (_, aud, left, type, expected) => {
    expect(await exchange({ aud, exp: seconds() + left }, type)).toMatchObject(expected)
  })
})

describe('Entra', () => {
  const audience = 'api://AzureADTokenExchange'
  const jwtBearer = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'
  const login = async (left: number, type = jwtBearer) => {
    const federated = [{ issuer, subject: sub, audience }]
    const tokens = { 'https://management.azure.com': 'arm-token' }
    const client = { clientId: 'app', tenant: 'contoso', proof: 'none', tokens, federated }
    const azure = await startAzure({ subscriptions: [], clients: [client] })
    const answer = await fetch(
      `${azure.url}/contoso/oauth2/v2.0/token`,
      form({
        client_id: 'app',
        scope: 'https://management.azure.com/.default',
        client_assertion_type: type,
        client_assertion: issuer.sign({ aud: audience, sub, iat: seconds(), exp: seconds() + left }),
      }),
    )
    await azure.close()
    return await answer.json()
  }
  it.each<[name: string, left: number, type: string, expected: object]>([
    ['takes an assertion of its federated credential', 300, jwtBearer, { access_token: 'arm-token' }],
    ['refuses one that is stale', -1, jwtBearer, { error_description: expect.stringContaining('AADSTS700024') }],
    ['refuses one of another type', 300, 'x', { error_description: expect.stringContaining('AADSTS900144') }],
  ])('%s', async (_, left, type, expected) => {
    expect(await login(left, type)).toMatchObject(expected)
  })
})
