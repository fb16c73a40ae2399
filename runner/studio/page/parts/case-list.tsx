import { useEffect } from 'preact/hooks'
import { download } from '../client'
import { showValues } from '../session'
import { acceptCase, cases, changedFile, loadCases, reloadCases, removeCase, saveCases } from '../state/cases'
import { attempt } from '../state/notice'
import { session } from '../state/server'
import type { CaseDifference, CaseResult } from '../types'
import { formatCount, formatValue } from '../words'
import { Status } from './status'

const PLACE = 'cases'

/** The cases that were kept, which run again after each edit. */
export function Cases() {
  const revision = session.value?.revision
  const show = showValues.value
  useEffect(() => {
    void loadCases(show)
  }, [revision, show])
  const { results = [], isChanged = false, file } = cases.value.value ?? {}
  if (results.length === 0 && file === undefined) return null
  const failed = results.filter(({ passed }) => !passed).length
  return (
    <section class="panel" aria-label="Cases">
      <div class="row">
        <h2>Cases</h2>
        <span role="status">
          {failed === 0 ? `${formatCount(results.length, 'case')}: all pass` : `${failed} of ${results.length} fail`}
        </span>
        <Status place={PLACE} />
        <button type="button" class="push" onClick={() => attempt(() => download('cases/export', 'cases.json'), PLACE)}>
          Download for explain --cases
        </button>
        {file !== undefined && (
          <button type="button" onClick={() => attempt(() => saveCases(), PLACE)} disabled={!isChanged}>
            Save to {file}
          </button>
        )}
      </div>
      <ChangedFile />
      <ul class="cases">
        {results.map((result) => (
          <CaseItem key={result.name} result={result} />
        ))}
      </ul>
    </section>
  )
}

/** Nothing is written over the work of others until the person has chosen. */
function ChangedFile() {
  const version = changedFile.value
  if (version === undefined) return null
  return (
    <div class="banner warn" role="alert">
      <p>Another program has changed the file of cases. Nothing has been written.</p>
      <button type="button" onClick={() => attempt(() => saveCases(version), PLACE)}>
        Keep mine
      </button>{' '}
      <button type="button" onClick={() => attempt(reloadCases, PLACE)}>
        Use theirs
      </button>
    </div>
  )
}

function CaseItem({ result: { name, passed, differences } }: { result: CaseResult }) {
  return (
    <li>
      <div class="row">
        <span class={passed ? 'sign good' : 'sign bad'} role="img" aria-label={passed ? 'passes:' : 'fails:'}>
          {passed ? '✓' : '✗'}
        </span>
        {name}
        {!passed && (
          <button type="button" class="plain push" onClick={() => attempt(() => acceptCase(name), PLACE)}>
            Expect this<span class="hidden"> of {name}</span>
          </button>
        )}
        <button
          type="button"
          class={passed ? 'plain push' : 'plain'}
          onClick={() => attempt(() => removeCase(name), PLACE)}
        >
          Remove<span class="hidden"> the case {name}</span>
        </button>
      </div>
      {differences.map((difference) => (
        <Difference key={`${difference.mapping} ${difference.path}`} {...difference} />
      ))}
    </li>
  )
}

function Difference({ mapping, path, expected, actual }: CaseDifference) {
  return (
    <p class="fault">
      {mapping !== undefined && `${mapping}, `}
      <code>{path}</code>: expected {expected === undefined || expected === null ? 'none' : formatValue(expected)}, is{' '}
      {actual === undefined ? 'absent' : formatValue(actual)}
    </p>
  )
}
