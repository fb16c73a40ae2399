import type { Coverage, Finding } from '../api'

export type * from '../api'

export type FindingSeverity = Finding['severity']
export type CoverageKey = Exclude<keyof Coverage, 'events'>
