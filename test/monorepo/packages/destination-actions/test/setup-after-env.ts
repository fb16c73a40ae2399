import nock from 'nock'

nock.disableNetConnect()

beforeEach(() => nock.cleanAll())
