import { useSignal } from '@preact/signals'
import { navigate, pathTo, query } from '../router'
import { edit, editOne, faults, keepDraft, mappings } from '../state/mappings'
import { definition, session } from '../state/server'
import type { EditableMapping } from '../types'
import { FieldForms } from './mapping-form'
import { MappingDiff, MappingJson, toCanonical } from './mapping-json'

const VIEWS = { '': 'Form', json: 'JSON', diff: 'Changes to the preset' }

/** One mapping as a form, as JSON, or beside its preset. */
export function MappingEditor({ index }: { index: number }) {
  const mapping = mappings.value[index]
  if (mapping === undefined) return <p>There are no mappings.</p>
  const { id = '' } = mapping
  const view = query('view')
  return (
    <section class="panel" aria-label={`Mapping ${mapping.name}`}>
      <nav class="row" aria-label="Views of the mapping">
        {Object.entries(VIEWS).map(([key, title]) => (
          <a
            key={key}
            class="chip"
            href={pathTo('mappings', id) + (key && `?view=${key}`)}
            aria-current={key === view ? 'true' : undefined}
          >
            {title}
          </a>
        ))}
        <ResetButton mapping={mapping} />
        <DeleteButton index={index} />
      </nav>
      {view === 'json' && <MappingJson id={id} />}
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

/** Puts a mapping back to what its file or preset has. */
function ResetButton({ mapping }: { mapping: EditableMapping }) {
  const { original = [], file } = session.value ?? {}
  const before = original.find(({ id }) => id === mapping.id) ?? presetOf(mapping)
  if (before === undefined) return null
  const id = mapping.id ?? ''
  const reset = () => {
    keepDraft(id, undefined)
    editOne(id, before)
  }
  const isSame = toCanonical({ ...before, id }) === toCanonical(mapping)
  return (
    <button type="button" class="push" onClick={reset} disabled={isSame}>
      Reset to the {file !== undefined && original.includes(before) ? 'file' : 'preset'}
    </button>
  )
}

function DeleteButton({ index }: { index: number }) {
  const remove = () => {
    edit(mappings.value.toSpliced(index, 1))
    navigate('/mappings')
  }
  return (
    <button type="button" onClick={remove} disabled={mappings.value.length === 1}>
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
  const { id = '' } = mapping
  return (
    <>
      <div class="pair">
        <NameInput key={mapping.name} id={id} name={mapping.name} />
        <label for="mapping-trigger">Trigger</label>
        <textarea
          id="mapping-trigger"
          class="code"
          rows={2}
          spellcheck={false}
          value={mapping.subscribe}
          aria-invalid={faultsAt(index, 'subscribe').length > 0}
          onInput={({ currentTarget }) => editOne(id, { subscribe: currentTarget.value })}
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
        onChange={(values) => editOne(id, { mapping: values })}
      />
    </>
  )
}

/** A name is accepted when the person leaves the field: while it is typed, it may be the name of another mapping. */
function NameInput({ id, name }: { id: string; name: string }) {
  const typed = useSignal(name)
  const isTaken = mappings.value.some((other) => other.id !== id && other.name === typed.value.trim())
  const problem = isTaken
    ? 'Another mapping has this name.'
    : typed.value.trim() === ''
      ? 'A mapping needs a name.'
      : ''
  const accept = () => {
    if (problem === '' && typed.value !== name) editOne(id, { name: typed.value.trim() })
  }
  return (
    <>
      <label for="mapping-name">Name</label>
      <div>
        <input
          id="mapping-name"
          value={typed.value}
          aria-invalid={problem !== ''}
          aria-describedby="mapping-name-problem"
          onInput={({ currentTarget }) => {
            typed.value = currentTarget.value
          }}
          onBlur={accept}
          onKeyDown={({ key }) => {
            if (key === 'Enter') accept()
            if (key === 'Escape') typed.value = name
          }}
        />
        <p id="mapping-name-problem" class="fault" aria-live="polite">
          {problem}
        </p>
      </div>
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
