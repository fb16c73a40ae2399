import destination from '..'

it('names itself', () => {
  expect(destination).toMatchObject({ name: 'TikTok Conversions', slug: 'tiktok-conversions', mode: 'cloud' })
})

it('has two settings, both required', () => {
  expect(destination.authentication?.fields).toMatchObject({
    accessToken: { label: 'Access Token', type: 'password', required: true },
    pixelCode: { label: 'Pixel Code', type: 'string', required: true }
  })
  expect(Object.keys(destination.authentication?.fields ?? {})).toEqual(['accessToken', 'pixelCode'])
})

it('has one action', () => {
  expect(Object.entries(destination.actions).map(([key, { title }]) => [key, title])).toEqual([
    ['reportWebEvent', 'Report Web Event']
  ])
})
