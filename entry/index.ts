import destination from '../src'

export type { Settings } from '../src/generated-types'
export type { Payload } from '../src/reportWebEvent/generated-types'
export { destination, destination as default }
