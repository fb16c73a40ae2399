import { effect, signal } from '@preact/signals'

const SWITCH = 'studio-letters'

/** Whether single letters do something in the list of events. The choice stays for later visits. */
export const lettersOn = signal(localStorage.getItem(SWITCH) !== 'off')

effect(() => localStorage.setItem(SWITCH, lettersOn.value ? 'on' : 'off'))
