import { navigate, pathTo, query } from '../router'
import { edit, editOne, faults, mappings } from '../state/mappings'
import { definition } from '../state/server'
import type { EditableMapping } from '../types'
import { FieldForms } from './mapping-form'
import { MappingDiff, MappingJson } from './mapping-json'

const VIEWS = { '': 'Form', json: 'JSON', diff: 'Changes to the preset' }

/** One mapping as a form, as JSON, or beside its preset. */
export function MappingEditor({ index }: { index: number }) {
  const mapping = mappings.value[index]
  if (mapping === undefined) return <p>There are no mappings.</p>
  const view = query('view')
  return (
    <section class="panel" aria-label={`Mapping ${mapping.name}`}>
      <nav class="row" aria-label="Views of the mapping">
        {Object.entries(VIEWS).map(([key, title]) => (
          <a
            key={key}
            class="chip"
            href={pathTo('mappings', mapping.name) + (key && `?view=${key}`)}
            aria-current={key === view ? 'true' : undefined}
          >
            {title}
          </a>
        ))}
        <DeleteButton index={index} />
      </nav>
      {view === 'json' && <MappingJson index={index} />}
      {view === 'diff' && <MappingDiff mapping={mapping} preset={presetOf(mapping)} />}
      {view === '' && <MappingFields index={index} mapping={mapping} />}
    </section>
  )
}

/** The preset of the same name, or else of the same event. */
function presetOf({ name, mapping }: EditableMapping): EditableMapping | undefined {
  const presets = definition.value?.presets ?? []
  return (
    presets.find((preset) => preset.name === name) ?? presets.find((preset) => preset.mapping.event === mapping.event)
  )
}

function DeleteButton({ index }: { index: number }) {
  const remove = () => {
    edit(mappings.value.toSpliced(index, 1))
    navigate('/mappings')
  }
  return (
    <button type="button" class="push" onClick={remove} disabled={mappings.value.length === 1}>
      Delete
    </button>
  )
}

interface MappingFieldsProps {
  index: number
  mapping: EditableMapping
}

function MappingFields({ index, mapping }: MappingFieldsProps) {
  const fields = (definition.value?.fields ?? []).filter(({ isHidden, key }) => !isHidden || key in mapping.mapping)
  const rename = (name: string) => {
    editOne(index, { name })
    navigate(pathTo('mappings', name), true)
  }
  return (
    <>
      <div class="pair">
        <label for="mapping-name">Name</label>
        <input id="mapping-name" value={mapping.name} onInput={({ currentTarget }) => rename(currentTarget.value)} />
        <label for="mapping-trigger">Trigger</label>
        <textarea
          id="mapping-trigger"
          class="code"
          rows={2}
          spellcheck={false}
          value={mapping.subscribe}
          aria-invalid={faultsAt(index, 'subscribe').length > 0}
          onInput={({ currentTarget }) => editOne(index, { subscribe: currentTarget.value })}
        />
      </div>
      {faultsAt(index, 'subscribe').map((fault) => (
        <p key={fault} class="fault">
          <span aria-hidden="true">✗</span> {fault}
        </p>
      ))}
      <FieldForms
        id={`mapping-${index}`}
        fields={fields}
        values={mapping.mapping}
        base=""
        faults={faultsByField(index)}
        onChange={(values) => editOne(index, { mapping: values })}
      />
    </>
  )
}

/** Messages of the faults below a place of one mapping. */
function faultsAt(index: number, place: string): string[] {
  const beginning = `/${index}/${place}`
  return faults.value
    .filter(({ pointer }) => pointer === beginning || pointer.startsWith(`${beginning}/`))
    .map(({ message }) => message)
}

function faultsByField(index: number): Record<string, string[]> {
  const keys = definition.value?.fields.map(({ key }) => key) ?? []
  return Object.fromEntries(keys.map((key) => [key, faultsAt(index, `mapping/${key}`)]))
}
