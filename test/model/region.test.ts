import { regionCoordinates, roundTripFloor } from '@fleet-auditor/model/region.ts'
import { describe, expect, it } from 'vitest'

/** AWS: what the SDK's `partitions` names, apart from the secret partitions. Google, Azure: their lists of November 2026. */
const regions = {
  AWS: `af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1
    ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1
    cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3
    eusc-de-east-1 il-central-1 me-central-1 me-south-1 me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2
    us-gov-east-1 us-gov-west-1 us-west-1 us-west-2`,
  'Google Cloud': `africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1
    asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 europe-central2
    europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west10 europe-west12 europe-west2 europe-west3
    europe-west4 europe-west6 europe-west8 europe-west9 me-central1 me-central2 me-west1 northamerica-northeast1
    northamerica-northeast2 northamerica-south1 southamerica-east1 southamerica-west1 us-central1 us-east1 us-east4 us-east5
    us-south1 us-west1 us-west2 us-west3 us-west4`,
  Azure: `australiacentral australiacentral2 australiaeast australiasoutheast austriaeast belgiumcentral brazilsouth
    brazilsoutheast canadacentral canadaeast centralindia centralus chilecentral denmarkeast eastasia eastus eastus2
    francecentral francesouth germanynorth germanywestcentral indonesiacentral israelcentral italynorth japaneast japanwest
    jioindiacentral jioindiawest koreacentral koreasouth malaysiawest mexicocentral newzealandnorth northcentralus northeurope
    norwayeast norwaywest polandcentral qatarcentral southafricanorth southafricawest southcentralus southeastasia southindia
    spaincentral swedencentral swedensouth switzerlandnorth switzerlandwest uaecentral uaenorth uksouth ukwest westcentralus
    westeurope westindia westus westus2 westus3`,
}

describe.each(Object.entries(regions))('the coordinates of %s', (_cloud, names) => {
  it.each(names.split(/\s+/))('have %s', (region) => {
    const [latitude = Number.NaN, longitude = Number.NaN] = regionCoordinates(region) ?? []
    expect(Math.abs(latitude)).toBeLessThan(66)
    expect(Math.abs(longitude)).toBeLessThan(180)
  })
})

describe('a region', () => {
  it.each(['us-iso-east-1', 'us-isob-east-1', 'moon-east-1', 'eu-west', ''])(
    'that has no public place has no coordinates: %j',
    (region) => {
      expect(regionCoordinates(region)).toBeUndefined()
    },
  )

  it.each([
    ['eu-west-1a', 'eu-west-1'],
    ['europe-west12-c', 'europe-west12'],
    ['australiacentral2', 'australiacentral2'],
  ])('has its zone’s place: %s', (zone, region) => {
    expect(regionCoordinates(zone)).toEqual(regionCoordinates(region))
  })
})

/** Great-circle distances by hand, within two percent: a sign that is wrong anywhere shows as thousands of kilometres. */
describe('the floor under a round trip', () => {
  it.each([
    ['us-east-1', 'eu-west-1', 5500],
    ['eu-central-1', 'ap-southeast-2', 16_500],
    ['sa-east-1', 'af-south-1', 6400],
    ['us-west-2', 'ap-northeast-1', 7800],
    ['me-central1', 'africa-south1', 6200],
    ['chilecentral', 'newzealandnorth', 9650],
  ])('from %s to %s is that of about %i km', (from, to, km) => {
    const [a, b] = [regionCoordinates(from), regionCoordinates(to)]
    if (!a || !b) throw new Error('both are known')
    const found = (roundTripFloor(a, b) / 2) * 299.792 * (2 / 3)
    expect(found / km).toBeGreaterThan(0.97)
    expect(found / km).toBeLessThan(1.03)
  })
})
