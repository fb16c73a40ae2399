import { useKeys } from '../keys'

const KEYS = [
  ['j, k', 'next, previous event'],
  ['Enter', 'open the event'],
  ['f', 'next filter'],
  ['/', 'search'],
  ['l', 'follow the newest live event, or stop'],
  ['u', 'up: from an event to the list'],
  ['?', 'this help']
]

const ID = 'help'

export function openHelp(): void {
  const dialog = document.getElementById(ID) as HTMLDialogElement
  dialog.showModal()
}

export function Help() {
  useKeys({ '?': openHelp })
  return (
    <dialog id={ID} aria-labelledby="help-title">
      <h2 id="help-title">What this page does</h2>
      <p>
        It shows what your mappings make of events: which mapping matches, where each value comes from, the request to
        TikTok, and the verdict of a local sandbox. Nothing leaves this machine, and TikTok is never asked.
      </p>
      <p>Values of events are hidden (•••) until “Show values” is on.</p>
      <table>
        <caption>Keys</caption>
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
      <form method="dialog">
        <button type="submit" class="primary">
          Close
        </button>
      </form>
    </dialog>
  )
}
