import { askJson } from '../client'
import type { DiagnosisAnswer } from '../types'
import { Remote } from './remote'

/** Diagnosis of the source that is shown. */
export const diagnosis = new Remote<DiagnosisAnswer>()

export function loadDiagnosis(source: string): Promise<void> {
  return diagnosis.load(source, (signal) => askJson(`sources/${encodeURIComponent(source)}/diagnosis`, { signal }))
}
