import { createTestIntegration, defaultValues } from '@segment/actions-core'
import destination from '..'
import { presets } from '../presets'
import { fields } from '../reportWebEvent/fields'
import type { TikTokRequest } from '../reportWebEvent/types'
import { prepareTests, runBatch, standInForTikTok, WAYS } from './__helpers__/tiktok'

prepareTests()

const TRAVEL = {
  city: 'Lisbon',
  region: 'Lisboa',
  country: 'Portugal',
  checkin_date: '2026-12-01',
  checkout_date: '20261205',
  num_adults: 2,
  num_children: 0,
  num_infants: 1,
  suggested_hotels: ['h1', 'h2'],
  departing_departure_date: '2026-12-01T08:00+00:00',
  departing_arrival_date: '2026-12-01T11:00+00:00',
  returning_departure_date: '2026-12-05',
  returning_arrival_date: '2026-12-05',
  origin_airport: 'LHR',
  destination_airport: 'LIS',
  destination_ids: ['d1'],
  suggested_destinations: ['d2', 'd3'],
  travel_class: 'eco',
  user_score: 0,
  preferred_num_stops: 0,
  travel_start: '2026-12-01',
  travel_end: '2026-12-05'
}

const SAME_VEHICLE = {
  postal_code: '95110',
  make: 'Acme',
  model: 'Roadster',
  year: 2024,
  state_of_vehicle: 'Used',
  condition_of_vehicle: 'Good',
  exterior_color: 'red',
  interior_color: 'black',
  transmission: 'Manual',
  trim: 'S',
  vin: '1ACME000000000001',
  body_style: 'Convertible',
  fuel_type: 'Electric',
  drivetrain: 'RWD',
  viewcontent_type: 'soft_lead',
  search_type: 'used',
  registration_type: 'newsletter'
}

const VEHICLE = {
  ...SAME_VEHICLE,
  mileage_value: 0,
  mileage_unit: 'KM',
  preferred_price_range_min: 0,
  preferred_price_range_max: 20000
}

const WIRE_VEHICLE = { ...SAME_VEHICLE, mileage: { value: 0, unit: 'KM' }, preferred_price_range: [0, 20000] }

describe.each(WAYS)('%s', (_name, run) => {
  /** Sends the given fields; resolves to the request that arrives at TikTok. */
  async function sent(mapping: object): Promise<TikTokRequest> {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'ViewContent', ...mapping })).toBeUndefined()
    return tiktok.requests[0]
  }

  const propertiesOf = async (mapping: object) => (await sent(mapping)).data[0].properties

  describe('travel', () => {
    it('is sent as it is, and with numbers of 0', async () => {
      expect(Object.keys(TRAVEL)).toEqual(Object.keys(fields.travel_fields.properties ?? {}))
      expect(Object.keys(TRAVEL)).toHaveLength(22)
      expect(await propertiesOf({ event_spec_type: 'travel', travel_fields: TRAVEL })).toEqual(TRAVEL)
    })

    it('is sent without blanks', async () => {
      const travel_fields = {
        city: ' Lisbon ',
        region: ' ',
        suggested_hotels: ['', ' h1 '],
        destination_ids: [''],
        country: null
      }
      expect(await propertiesOf({ event_spec_type: 'travel', travel_fields })).toEqual({
        city: 'Lisbon',
        suggested_hotels: ['h1']
      })
    })

    it('is sent for its own kind of event only', async () => {
      expect(await propertiesOf({ travel_fields: TRAVEL })).toBeUndefined()
      expect(await propertiesOf({ event_spec_type: 'none', travel_fields: TRAVEL })).toBeUndefined()
      expect(await propertiesOf({ event_spec_type: 'vehicle', travel_fields: TRAVEL })).toBeUndefined()
      expect(await propertiesOf({ event_spec_type: 'travel' })).toBeUndefined()
    })
  })

  describe('vehicle', () => {
    it('is sent with its combined parameters, and with numbers of 0', async () => {
      expect(Object.keys(VEHICLE).sort()).toEqual(Object.keys(fields.vehicle_fields.properties ?? {}).sort())
      expect([Object.keys(VEHICLE).length, Object.keys(WIRE_VEHICLE).length]).toEqual([21, 19])
      expect(await propertiesOf({ event_spec_type: 'vehicle', vehicle_fields: VEHICLE })).toEqual(WIRE_VEHICLE)
    })

    it.each([
      { mileage_value: 1 },
      { mileage_unit: 'MI' },
      { preferred_price_range_min: 1 },
      { preferred_price_range_max: 1 }
    ])('is sent without an incomplete combined parameter: %p', async (half) => {
      const vehicle_fields = { make: 'Acme', ...half }
      expect(await propertiesOf({ event_spec_type: 'vehicle', vehicle_fields })).toEqual({ make: 'Acme' })
    })

    it('is sent for its own kind of event only', async () => {
      expect(await propertiesOf({ vehicle_fields: VEHICLE })).toBeUndefined()
      expect(await propertiesOf({ event_spec_type: 'travel', vehicle_fields: VEHICLE })).toBeUndefined()
      expect(await propertiesOf({ event_spec_type: 'vehicle' })).toBeUndefined()
    })
  })

  it.each<[key: string, fields: object]>([
    ['travel_class', { event_spec_type: 'travel', travel_fields: { travel_class: 'economy' } }],
    ['transmission', { event_spec_type: 'vehicle', vehicle_fields: { transmission: 'of data' } }],
    ['vin', { event_spec_type: 'vehicle', vehicle_fields: { vin: '1ACME0000000000012' } }],
    ['preferred_num_stops', { event_spec_type: 'travel', travel_fields: { preferred_num_stops: 1.5 } }],
    ['customer_type', { customer_type: 'old' }]
  ])('leaves out a value that TikTok does not know: %s', async (_key, given) => {
    expect(await propertiesOf(given)).toBeUndefined()
  })

  it.each([
    ['CRM', 'crm'],
    [' Web ', 'web'],
    ['Website', 'web'],
    ['n/a', 'web'],
    ['', 'web']
  ])('reads the event source %p as %s', async (event_source, expected) => {
    const tiktok = standInForTikTok()
    expect(await run({}, { event: 'ViewContent', lead_id: 'lead-1', event_source })).toBeUndefined()
    expect(tiktok.requests[0].event_source).toBe(expected)
  })

  it.each([
    ['app', 'TikTok App Events'],
    ['Offline', 'TikTok Offline Conversions'],
    ['pos', 'Map Web or CRM']
  ])('refuses the event source %p, and names what to use', async (event_source, advice) => {
    const failure = await run({}, { event: 'Purchase', event_source })
    expect(failure).toMatchObject({ code: 'PAYLOAD_VALIDATION_FAILED', status: 400 })
    expect(failure?.message).toMatch(/^Event Source is neither Web nor CRM\./)
    expect(failure?.message).toContain(advice)
  })

  it('sends the details of the customer and of the delivery', async () => {
    const given = { customer_type: 'new', delivery_category: 'in_store', predicted_ltv: 0 }
    expect(await propertiesOf(given)).toEqual(given)
  })

  describe('CRM', () => {
    const LEAD = { event_source: 'crm', lead_id: 'lead-1', lead_event_source: ' HubSpot ' }

    it('is the source of the request, and the lead names it', async () => {
      expect(await sent({ ...LEAD, timestamp: 1763805600 })).toEqual({
        event_source: 'crm',
        event_source_id: 'PIXELCODE',
        partner_name: 'Segment',
        data: [
          { event: 'ViewContent', event_time: 1763805600, lead: { lead_id: 'lead-1', lead_event_source: 'HubSpot' } }
        ]
      })
    })

    it('is sent without the keys of web events', async () => {
      const web = { travel_fields: TRAVEL, vehicle_fields: VEHICLE, customer_type: 'new', limited_data_use: true }
      for (const event_spec_type of ['travel', 'vehicle']) {
        const [event] = (await sent({ ...LEAD, ...web, event_spec_type })).data
        expect(event.properties).toBeUndefined()
        expect(event.limited_data_use).toBeUndefined()
      }
    })

    it('is rejected without a lead', async () => {
      expect((await run({}, { event: 'Lead', event_source: 'crm' }))?.message).toContain('TikTok Lead ID is missing.')
    })

    it('is rejected with a blank lead', async () => {
      expect(await run({}, { event: 'Lead', event_source: 'crm', lead_id: ' ' })).toEqual({
        code: 'PAYLOAD_VALIDATION_FAILED',
        status: 400,
        message:
          'TikTok Lead ID is missing. TikTok accepts CRM events only with the ID of their lead. Map TikTok Lead ID, or choose Web as Event Source, and send the event again.'
      })
    })
  })

  it('omits the name of the CRM for a lead of the web', async () => {
    expect((await sent({ lead_id: 'lead-1', lead_event_source: 'HubSpot' })).data[0].lead).toEqual({
      lead_id: 'lead-1'
    })
  })
})

it('makes one request for each event source of a batch', async () => {
  const tiktok = standInForTikTok()
  const mapping = {
    event: 'Lead',
    event_source: { '@path': '$.properties.source' },
    lead_id: 'l',
    event_id: { '@path': '$.messageId' }
  }
  const events = ['web', 'crm', undefined, 'crm'].map((source, index) => ({
    messageId: `m${index}`,
    properties: { source }
  }))
  await runBatch(events, mapping)
  expect(tiktok.requests.map(({ event_source, data }) => [event_source, data.map(({ event_id }) => event_id)])).toEqual(
    [
      ['web', ['m0', 'm2']],
      ['crm', ['m1', 'm3']]
    ]
  )
})

it('has the platform batch by the keys at the top of a request', () => {
  expect(fields.batch_keys).toMatchObject({
    default: ['event_source', 'test_event_code'],
    multiple: true,
    unsafe_hidden: true
  })
})

describe('defaults', () => {
  it.each([
    ['travel_fields', 'travel', TRAVEL, TRAVEL],
    ['vehicle_fields', 'vehicle', VEHICLE, WIRE_VEHICLE]
  ])('of %s are the properties of the same name', async (_field, event_spec_type, properties, wire) => {
    const tiktok = standInForTikTok()
    const mapping = { ...defaultValues(fields), event: 'Search', event_spec_type }
    await createTestIntegration(destination).testAction('reportWebEvent', {
      event: { properties },
      mapping,
      settings: { accessToken: 'T', pixelCode: 'P' }
    } as never)
    expect(tiktok.requests[0].data[0].properties).toMatchObject(wire)
  })

  it('are not carried by the presets', () => {
    for (const { mapping } of presets)
      expect(Object.keys(mapping ?? {})).not.toEqual(
        expect.arrayContaining([expect.stringMatching(/^(travel|vehicle)_fields$/)])
      )
  })
})

it('shows fields only where they apply', () => {
  const shown = Object.entries(fields).flatMap(([key, { depends_on }]) =>
    depends_on === undefined
      ? []
      : [
          [
            key,
            ...depends_on.conditions.map(
              (condition) => `${(condition as { fieldKey: string }).fieldKey} ${condition.operator} ${condition.value}`
            )
          ]
        ]
  )
  expect(shown).toEqual([
    ['lead_event_source', 'event_source is crm'],
    ['lead_fields', 'event_source is crm'],
    ['customer_type', 'event_source is web'],
    ['event_spec_type', 'event_source is web'],
    ['travel_fields', 'event_source is web', 'event_spec_type is travel,travel_fields'],
    ['vehicle_fields', 'event_source is web', 'event_spec_type is vehicle,vehicle_fields'],
    ['limited_data_use', 'event_source is web']
  ])
})
