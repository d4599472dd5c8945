import { ownEntry } from './own-entry.ts'
/** Latitude and longitude, in degrees. */
type Coordinates = readonly [number, number]

/** Where the clouds' regions are, to the nearest city: enough for a floor under a round trip. */
const places: Readonly<Record<string, Coordinates>> = {
  // AWS
  'us-east-1': [38.9, -77.4],
  'us-east-2': [40.0, -83.0],
  'us-west-1': [37.4, -121.9],
  'us-west-2': [45.8, -119.7],
  'ca-central-1': [45.5, -73.6],
  'sa-east-1': [-23.5, -46.6],
  'eu-west-1': [53.3, -6.3],
  'eu-west-2': [51.5, -0.1],
  'eu-west-3': [48.9, 2.4],
  'eu-central-1': [50.1, 8.7],
  'eu-north-1': [59.3, 18.1],
  'eu-south-1': [45.5, 9.2],
  'ap-south-1': [19.1, 72.9],
  'ap-southeast-1': [1.3, 103.8],
  'ap-southeast-2': [-33.9, 151.2],
  'ap-northeast-1': [35.7, 139.7],
  'ap-northeast-2': [37.6, 127.0],
  'af-south-1': [-33.9, 18.4],
  'me-south-1': [26.1, 50.6],
  // Google Cloud
  'us-central1': [41.3, -95.9],
  'us-east1': [33.2, -80.0],
  'us-east4': [39.0, -77.5],
  'us-west1': [45.6, -121.2],
  'europe-west1': [50.4, 3.8],
  'europe-west2': [51.5, -0.1],
  'europe-west3': [50.1, 8.7],
  'europe-west4': [53.4, 6.8],
  'europe-north1': [60.6, 27.2],
  'asia-east1': [24.1, 120.7],
  'asia-northeast1': [35.7, 139.7],
  'asia-southeast1': [1.3, 103.8],
  'australia-southeast1': [-33.9, 151.2],
  'southamerica-east1': [-23.5, -46.6],
  // Azure
  eastus: [37.4, -79.8],
  eastus2: [36.7, -78.4],
  centralus: [41.6, -93.6],
  westus2: [47.2, -119.9],
  westeurope: [52.4, 4.9],
  northeurope: [53.3, -6.3],
  uksouth: [51.5, -0.1],
  germanywestcentral: [50.1, 8.7],
  francecentral: [46.4, 2.4],
  southeastasia: [1.3, 103.8],
  japaneast: [35.7, 139.8],
  australiaeast: [-33.9, 151.2],
  brazilsouth: [-23.5, -46.6],
}

/** A zone is in its region: `europe-west1-b`, `eu-west-1a`. */
export const regionCoordinates = (region: string): Coordinates | undefined =>
  ownEntry(places, region) ??
  ownEntry(places, region.replace(/-[a-z]$/, '')) ??
  ownEntry(places, region.replace(/[a-z]$/, ''))

const earthKm = 6371
/** Light in fibre: two thirds of its speed in vacuum, in km per millisecond. */
const fibreKmPerMs = 299.792 * (2 / 3)

/** Milliseconds that no request between two places can beat: there and back along the great circle. */
export function roundTripFloor([lat1, lon1]: Coordinates, [lat2, lon2]: Coordinates): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const across = Math.sin(radians(lat2 - lat1) / 2) ** 2
  const along = Math.cos(radians(lat1)) * Math.cos(radians(lat2)) * Math.sin(radians(lon2 - lon1) / 2) ** 2
  const km = 2 * earthKm * Math.asin(Math.sqrt(across + along))
  return (2 * km) / fibreKmPerMs
}
