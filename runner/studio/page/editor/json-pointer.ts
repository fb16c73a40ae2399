import type { syntaxTree } from '@codemirror/language'
import { ensureSyntaxTree } from '@codemirror/language'
import type { EditorState } from '@codemirror/state'

type SyntaxNode = ReturnType<typeof syntaxTree>['topNode']

/** Milliseconds that reading the text may take. */
const TIME_LIMIT = 200

/** The place of a value in a text of JSON. If the pointer leads nowhere, the place of the last value on the way. */
export function rangeOf(state: EditorState, pointer: string): { from: number; to: number } {
  const textOf = ({ from, to }: SyntaxNode) => state.sliceDoc(from, to)
  let node = ensureSyntaxTree(state, state.doc.length, TIME_LIMIT)?.topNode.firstChild ?? undefined
  if (node === undefined) return { from: 0, to: 0 }
  for (const key of pointer.split('/').slice(1)) {
    const next = childOf(node, key.replace(/~1/g, '/').replace(/~0/g, '~'), textOf)
    if (next === undefined) break
    node = next
  }
  return { from: node.from, to: node.to }
}

function childOf(node: SyntaxNode, key: string, textOf: (node: SyntaxNode) => string): SyntaxNode | undefined {
  if (node.name === 'Array') return valuesOf(node)[Number(key)]
  const property = node.getChildren('Property').find((child) => {
    const name = child.getChild('PropertyName')
    return name !== null && JSON.parse(textOf(name)) === key
  })
  return property?.lastChild ?? undefined
}

/** The children of a list, without its brackets and commas. */
function valuesOf(list: SyntaxNode): SyntaxNode[] {
  const values: SyntaxNode[] = []
  for (let child = list.firstChild; child !== null; child = child.nextSibling) {
    if (/^[A-Z]/.test(child.name)) values.push(child)
  }
  return values
}
