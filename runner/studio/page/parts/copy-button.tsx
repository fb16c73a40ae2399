import { announce, attempt } from '../state/notice'

interface CopyButtonProps {
  /** Such as `the request`. */
  name: string
  text: string
}

export function CopyButton({ name, text }: CopyButtonProps) {
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(text)
      announce(`Copied ${name}.`)
    })
  return (
    <button type="button" onClick={copy}>
      Copy {name}
    </button>
  )
}
