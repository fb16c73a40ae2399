import type { Fault } from '../types'
import { idOfField, shortPath } from './field-row'

/** The faults that the sandbox finds in a request. */
export function SandboxVerdict({ faults }: { faults: readonly Fault[] }) {
  if (faults.length === 0) {
    return (
      <p class="verdict good">
        <span aria-hidden="true">✓</span> The sandbox accepts the request: code 0.
      </p>
    )
  }
  return (
    <div class="verdict bad">
      <p>
        <span aria-hidden="true">✗</span> The sandbox rejects the request:
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={fault.message}>
            <strong>{fault.code}</strong> {fault.message}{' '}
            {fault.field !== undefined && <FieldLink field={fault.field} path={fault.path ?? fault.field} />}
          </li>
        ))}
      </ul>
    </div>
  )
}

function FieldLink({ field, path }: { field: string; path: string }) {
  return (
    <a href={`#${idOfField(field)}`}>
      from the field {field} ({shortPath(path)})
    </a>
  )
}
