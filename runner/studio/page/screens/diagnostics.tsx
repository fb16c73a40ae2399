import { useEffect } from 'preact/hooks'
import { CoverageBars } from '../parts/coverage-bars'
import { DiagnosticCard } from '../parts/diagnostic-card'
import { SourceList, SourceState } from '../parts/source-list'
import { chosenSource } from '../state/chosen-source'
import { diagnosis, loadDiagnosis } from '../state/diagnosis'
import { attempt } from '../state/notice'
import type { StudioSource } from '../types'
import { COVERAGE, formatCount } from '../words'

/** Problems that TikTok would report for the events of a source. */
export function DiagnosticsScreen() {
  const source = chosenSource()
  return (
    <>
      <h1>Diagnostics</h1>
      <SourceList screen="diagnostics" current={source?.id} />
      {source === undefined ? <p>There are no events yet.</p> : <Diagnosis source={source} />}
    </>
  )
}

function Diagnosis({ source }: { source: StudioSource }) {
  const { id, revision, state, rows, live } = source
  // While a file is read, each thousand rows count as a change; a live stream changes all the time.
  const progress = state === 'ready' && live === undefined ? rows : Math.floor(rows / 1000)
  useEffect(() => {
    void attempt(() => loadDiagnosis(id))
  }, [id, revision, state, progress])
  if (diagnosis.value === undefined) return <SourceState source={source} />
  const { report, isComplete } = diagnosis.value
  return (
    <>
      <SourceState source={source} />
      {live !== undefined && <p class="muted">The figures are of the moment at which this screen was opened.</p>}
      {!isComplete && <p class="banner">The source is still being read: figures will change.</p>}
      <h2>{report.findings.length === 0 ? 'No problems found' : formatCount(report.findings.length, 'finding')}</h2>
      {report.findings.map((finding) => (
        <DiagnosticCard key={finding.rule} source={id} finding={finding} />
      ))}
      <h2>Coverage of keys</h2>
      <CoverageBars
        caption="Keys by which TikTok matches people"
        columns={COVERAGE.matching}
        coverage={report.coverage}
      />
      <CoverageBars caption="Other keys" columns={COVERAGE.other} coverage={report.coverage} />
    </>
  )
}
