// In ESM, a default import of CommonJS is an object with the key `default`.
export { destination, destination as default } from '../dist/entry/index.js'
