import type { Store } from '../../../../runner/live/store/store'

/** The methods of a store of schema version 1 that programs of two versions use side by side. */
export type OldStore = Pick<Store, 'append' | 'claim' | 'settle' | 'renew' | 'release' | 'takeTurn' | 'prune' | 'close'>
