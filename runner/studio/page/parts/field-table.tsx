import type { FieldExplanation } from '../types'
import { FieldRow } from './field-row'

interface Group {
  title: string
  isOpen: boolean
  holds: (field: FieldExplanation) => boolean
}

const PERSON = /^(?:email|phone_number|external_id|first_name|last_name|address|ttclid|ttp|ip|user_agent|locale|lead_)/
const MONEY = /^(?:value|currency|predicted_ltv)$/
const PRODUCTS = /^(?:contents|content_|num_items|travel_fields|vehicle_fields)/

function isSent({ sent }: FieldExplanation): boolean {
  return sent.length > 0
}

/** Fields by what becomes of them: the first group that takes a field has it. */
const GROUPS: Group[] = [
  { title: 'Sent: person', isOpen: true, holds: (field) => isSent(field) && PERSON.test(field.key) },
  { title: 'Sent: money', isOpen: true, holds: (field) => isSent(field) && MONEY.test(field.key) },
  { title: 'Sent: products', isOpen: true, holds: (field) => isSent(field) && PRODUCTS.test(field.key) },
  { title: 'Sent: event and rest', isOpen: true, holds: isSent },
  { title: 'Settings of the mapping', isOpen: false, holds: ({ isConstant, key }) => isConstant || isStandIn(key) },
  { title: 'Left out', isOpen: true, holds: ({ leftOut }) => leftOut !== undefined },
  { title: 'No value in this event', isOpen: false, holds: () => true }
]

/** The groups in their order. */
const ORDER = [
  'Sent: person',
  'Sent: money',
  'Sent: products',
  'Sent: event and rest',
  'Left out',
  'No value in this event',
  'Settings of the mapping'
]

/** Other Sources names places for values of other fields, and has none of its own. */
function isStandIn(key: string): boolean {
  return key.startsWith('other_sources')
}

interface FieldTableProps {
  /** Name of the mapping. */
  mapping: string
  fields: readonly FieldExplanation[]
  unmapped: readonly string[]
}

/** Fields of a mapping: where each value comes from, and what becomes of it. */
export function FieldTable({ mapping, fields, unmapped }: FieldTableProps) {
  const groupOf = (field: FieldExplanation) => GROUPS.find(({ holds }) => holds(field))
  return (
    <>
      {ORDER.map((title) => {
        const rows = fields.filter((field) => groupOf(field)?.title === title)
        const isOpen = GROUPS.some((group) => group.title === title && group.isOpen)
        return (
          rows.length > 0 && <FieldGroup key={title} mapping={mapping} title={title} isOpen={isOpen} fields={rows} />
        )
      })}
      {unmapped.length > 0 && (
        <details>
          <summary>Not mapped ({unmapped.length})</summary>
          <p class="muted mono">{unmapped.join(', ')}</p>
        </details>
      )}
    </>
  )
}

interface FieldGroupProps {
  mapping: string
  title: string
  isOpen: boolean
  fields: FieldExplanation[]
}

function FieldGroup({ mapping, title, isOpen, fields }: FieldGroupProps) {
  return (
    <details class="field-group" open={isOpen}>
      <summary>
        {title} ({fields.length})
      </summary>
      <table class="fields">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Read from</th>
            <th scope="col">Value</th>
            <th scope="col">Sent to TikTok</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <FieldRow key={field.key} mapping={mapping} field={field} />
          ))}
        </tbody>
      </table>
    </details>
  )
}
