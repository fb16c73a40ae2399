import { useId } from 'preact/hooks'
import { attempt } from '../state/notice'
import { Status } from './status'

interface CopyButtonProps {
  /** Such as `the request`. */
  name: string
  text: string
}

export function CopyButton({ name, text }: CopyButtonProps) {
  const place = useId()
  const copy = () =>
    attempt(async () => {
      await navigator.clipboard.writeText(text)
      return `Copied ${name}.`
    }, place)
  return (
    <>
      <button type="button" onClick={copy}>
        Copy {name}
      </button>
      <Status place={place} />
    </>
  )
}
