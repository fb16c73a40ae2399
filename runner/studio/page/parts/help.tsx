import { lettersOn } from '../state/letters'
import { Switch } from './switch'

/** What keys do while the list of events has the focus. */
const KEYS = [
  ['↓, ↑', 'next, previous event'],
  ['Enter', 'open the event'],
  ['j, k', 'next, previous event'],
  ['f', 'next filter'],
  ['/', 'search'],
  ['l', 'follow the newest live event, or stop'],
  ['?', 'this help']
]

const ID = 'help'

export function openHelp(): void {
  const dialog = document.getElementById(ID) as HTMLDialogElement
  dialog.showModal()
}

export function Help() {
  return (
    <dialog id={ID} aria-labelledby="help-title">
      <h2 id="help-title">What this page does</h2>
      <p>
        It shows what your mappings make of events: which mapping matches, where each value comes from, the request to
        TikTok, and the verdict of a local sandbox. Nothing leaves this machine, and TikTok is never asked.
      </p>
      <p>Values of events are hidden (•••) until “Show values” is on.</p>
      <table>
        <caption>Keys in the list of events</caption>
        <tbody>
          {KEYS.map(([key, meaning]) => (
            <tr key={key}>
              <th scope="row">
                <kbd>{key}</kbd>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Switch of={lettersOn}>Single letters are shortcuts</Switch>
      <form method="dialog">
        <button type="submit" class="primary">
          Close
        </button>
      </form>
    </dialog>
  )
}
