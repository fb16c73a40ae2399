export function RequestsScreen() {
  return <h1>Requests</h1>
}
