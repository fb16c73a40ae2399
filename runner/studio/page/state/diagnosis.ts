import { signal } from '@preact/signals'
import { askJson } from '../client'
import type { DiagnosisAnswer } from '../types'

/** Of the source that is shown; absent until it is known. */
export const diagnosis = signal<DiagnosisAnswer>()

let shown = ''

export async function loadDiagnosis(source: string): Promise<void> {
  if (source !== shown) diagnosis.value = undefined
  shown = source
  const answer = await askJson<DiagnosisAnswer>(`sources/${encodeURIComponent(source)}/diagnosis`)
  if (source === shown) diagnosis.value = answer
}
