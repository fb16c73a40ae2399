export function MappingsScreen() {
  return <h1>Mappings</h1>
}
