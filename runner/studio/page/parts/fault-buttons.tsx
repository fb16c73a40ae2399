import { attempt } from '../state/notice'
import { endFaults, orderFault } from '../state/requests'
import type { SandboxStub } from '../types'
import { Status } from './status'

/** Faults that TikTok has, and that a sender has to cope with. */
const FAULTS: [name: string, stub: SandboxStub][] = [
  ['40100, too many requests', { code: 40100, times: 1 }],
  ['50000, internal error', { code: 50000, times: 1 }],
  ['status 503', { status: 503, times: 1 }],
  ['a dropped connection', { drop: 'before', times: 1 }]
]

/** Orders faults for the next request. */
export function FaultButtons() {
  return (
    <fieldset class="orders row">
      <legend>Answer the next request by</legend>
      {FAULTS.map(([name, stub]) => (
        <button key={name} type="button" onClick={() => attempt(() => orderFault(name, stub), 'faults')}>
          {name}
        </button>
      ))}
      <button type="button" onClick={() => attempt(endFaults, 'faults')}>
        the usual answer
      </button>
      <Status place="faults" />
    </fieldset>
  )
}
