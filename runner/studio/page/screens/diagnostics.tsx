import { useEffect } from 'preact/hooks'
import { Blank, Failure } from '../parts/blank'
import { CoverageBars } from '../parts/coverage-bars'
import { CurrencyAmounts } from '../parts/currency-amounts'
import { DiagnosticCard } from '../parts/diagnostic-card'
import { ScreenHead } from '../parts/screen-head'
import { NoEvents, NoSource, SourceList, SourceState } from '../parts/source-list'
import { chosenSource } from '../state/chosen-source'
import { diagnosis, loadDiagnosis } from '../state/diagnosis'
import type { DiagnosisAnswer, StudioSource } from '../types'
import { COVERAGE, formatCount } from '../words'

/** Problems that TikTok would report for the events of a source. */
export function DiagnosticsScreen() {
  const source = chosenSource()
  return (
    <>
      <ScreenHead title="Diagnostics" subject={source?.name} />
      <SourceList screen="diagnostics" current={source?.id} />
      {source === undefined ? <NoSource /> : <Diagnosis source={source} />}
    </>
  )
}

function Diagnosis({ source }: { source: StudioSource }) {
  const { id, revision, state, rows, live } = source
  // While a file is read, each thousand rows count as a change; a live stream changes all the time.
  const progress = state === 'ready' && live === undefined ? rows : Math.floor(rows / 1000)
  useEffect(() => {
    void loadDiagnosis(id)
  }, [id, revision, state, progress])
  const [answer, error] = [diagnosis.value.value, diagnosis.error.value]
  return (
    <>
      <SourceState source={source} />
      {live !== undefined && <p class="muted">The figures are of the moment at which this screen was opened.</p>}
      {error !== undefined && <Failure what="The diagnosis" error={error} retry={diagnosis.retry} />}
      {answer === undefined ? (
        error === undefined && <Blank title="Looking for problems…" />
      ) : (
        <Findings source={source} answer={answer} />
      )}
    </>
  )
}

function Findings({ source, answer: { report, isComplete } }: { source: StudioSource; answer: DiagnosisAnswer }) {
  const { findings, coverage, events } = report
  if (events === 0) return <NoEvents title="No events to diagnose yet." />
  return (
    <>
      {!isComplete && <p class="banner">The source is still being read: figures will change.</p>}
      <h2>{findings.length === 0 ? 'No problems found' : formatCount(findings.length, 'finding')}</h2>
      {findings.map((finding) => (
        <DiagnosticCard key={finding.rule} source={source.id} finding={finding} />
      ))}
      <CurrencyAmounts source={source} />
      <h2>Coverage of keys</h2>
      {Object.keys(coverage).length === 0 ? (
        <Blank title="No event is sent, so there is nothing to cover.">
          <p>
            <a href="/mappings">Choose or add a mapping</a> that matches these events.
          </p>
        </Blank>
      ) : (
        <>
          <CoverageBars caption="Keys by which TikTok matches people" columns={COVERAGE.matching} coverage={coverage} />
          <CoverageBars caption="Other keys" columns={COVERAGE.other} coverage={coverage} />
        </>
      )}
    </>
  )
}
