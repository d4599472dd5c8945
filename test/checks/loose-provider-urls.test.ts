import { looseProviderUrls } from '@fleet-auditor/checks/catalog/loose-provider-urls.ts'
import { testCheck } from './check-case.ts'
import { literal, onServer } from './env-of.ts'

const urls = (value: string) => onServer(literal('PROVIDER_BASE_URLS', value))

testCheck(looseProviderUrls, [
  { name: 'one URL', sections: urls('https://provider.example'), expect: [{ verdict: 'pass' }] },
  ...['https://a.example,https://b.example', 'https://a.example https://b.example'].map((value) => ({
    name: `two URLs in "${value}"`,
    sections: urls(value),
    expect: [
      { verdict: 'fail' as const, severity: 'low' as const, text: 'lists https://a.example, https://b.example' },
    ],
  })),
  { name: 'none', sections: onServer(), expect: [{ verdict: 'fail', text: 'PROVIDER_BASE_URLS is not set' }] },
  {
    name: 'a value from a Secret, which is not read',
    sections: onServer({ name: 'PROVIDER_BASE_URLS', source: 'secret' }),
    expect: [{ verdict: 'unknown', cause: 'undeclared' }],
  },
  { name: 'no Meshery', sections: {}, expect: [{ verdict: 'not-applicable' }] },
])
