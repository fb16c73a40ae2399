import type { Stub } from '../../sandbox'
import { acceptedIds, event, good, sandbox, send, track } from './fixture'

describe('a stub', () => {
  it.each<[number, string]>([
    [40001, 'No permission to operate pixel code: X.'],
    [40016, 'Too many requests. Please retry in some time.'],
    [40202, 'Write conflict.'],
    [51004, 'Internal error.'],
    [60001, 'Maintenance.']
  ])('answers code %i, and nothing is recorded', async (code, message) => {
    sandbox.stub({ code, message })
    expect(await track(event)).toEqual({ code, message, request_id: expect.any(String), data: {} })
    expect(sandbox.accepted).toEqual([])
  })

  it('has a message by default', async () => {
    sandbox.stub({ code: 50000 })
    expect(await track(event)).toMatchObject({ code: 50000, message: 'Stubbed response.' })
  })

  it('is for one request, or for several, one stub after the other', async () => {
    sandbox.stub({ code: 40016 })
    sandbox.stub({ code: 50000, times: 2 })
    const answers = [await track(event), await track(event), await track(event), await track(event)]
    expect(answers.map(({ code }) => code)).toEqual([40016, 50000, 50000, 0])
  })

  it('of code 20001 accepts the valid events, and no others', async () => {
    sandbox.stub({ code: 20001, message: 'Partly.' })
    const answer = await track(
      event,
      { ...event, event_id: 2 },
      { ...event, event_id: 'order-3', user: { email: 'jane@shop.example' } },
      { ...event, event_id: 'order-4' }
    )
    expect(answer).toMatchObject({ code: 20001, message: 'Partly.' })
    expect(acceptedIds()).toEqual(['order-1', 'order-4'])
  })

  it('of code 20001 does not save a request that is rejected as a whole', async () => {
    sandbox.stub({ code: 20001 })
    expect(await track()).toMatchObject({ code: 40002, message: 'data: Empty.' })
  })

  it('of code 0 processes the request as usual', async () => {
    sandbox.stub({ code: 0, status: 202, times: 2 })
    const response = await send(good)
    expect(response.status).toBe(202)
    expect(await response.json()).toMatchObject({ code: 0, message: 'OK' })
    expect(await track({ ...event, event: 1 })).toMatchObject({ code: 40002 })
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it.each<[string, Stub, number, string]>([
    ['an HTTP status', { status: 503 }, 503, ''],
    ['an HTTP status without a body', { status: 204 }, 204, ''],
    ['a page of a gateway', { status: 502, body: '<h1>Bad Gateway</h1>' }, 502, '<h1>Bad Gateway</h1>'],
    ['a page in place of JSON', { body: '<html>' }, 200, '<html>']
  ])('can be %s, and nothing is recorded', async (_, stub, status, body) => {
    sandbox.stub(stub)
    const response = await send(good)
    expect([response.status, await response.text()]).toEqual([status, body])
    expect(sandbox.accepted).toEqual([])
  })

  it('can pair an HTTP status with a code', async () => {
    sandbox.stub({ status: 401, code: 40105 })
    const response = await send(good)
    expect(response.status).toBe(401)
    expect(await response.json()).toMatchObject({ code: 40105 })
  })

  it('can delay the processing of a request', async () => {
    sandbox.stub({ delay: 20 })
    expect(await track(event)).toMatchObject({ code: 0 })
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it('can drop the connection before the request is processed', async () => {
    sandbox.stub({ drop: 'before' })
    await expect(track(event)).rejects.toThrow('fetch failed')
    expect(sandbox.accepted).toEqual([])
    expect(await track(event)).toMatchObject({ code: 0 })
  })

  it('can drop the connection after the request is processed', async () => {
    sandbox.stub({ drop: 'after' })
    await expect(track(event)).rejects.toThrow('fetch failed')
    expect(acceptedIds()).toEqual(['order-1'])
  })

  it.each<[string, unknown]>([
    ['Invalid input: expected object, received array', []],
    ['Unrecognized key: "delays"', { delays: 1 }],
    ['times: Too small: expected number to be >=1', { times: 0 }],
    ['code: Invalid input: expected number, received string', { code: '40001' }],
    ['status: Too small: expected number to be >=200', { status: 100 }],
    ['status: Too big: expected number to be <=599', { status: 600 }],
    ['delay: Too small: expected number to be >=0', { delay: -1 }],
    ['delay: Too big: expected number to be <=600000', { delay: 600_001 }],
    ['drop: Invalid option: expected one of "before"|"after"', { drop: 'now' }],
    ['body: Not together with code.', { code: 0, body: '' }],
    ['drop: Not with an answer.', { drop: 'after', code: 0 }],
    ['drop: Not with an answer.', { drop: 'before', status: 500 }],
    ['message: Only with a code other than 0.', { message: 'OK' }],
    ['message: Only with a code other than 0.', { code: 0, message: 'OK' }],
    ['status: Has no body.', { status: 204, body: 'x' }]
  ])('that is not valid is rejected: %s', async (message, stub) => {
    expect(() => sandbox.stub(stub as Stub)).toThrow(`The stub is not valid. ${message}`)
  })
})
