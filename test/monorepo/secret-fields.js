/** Checks that settings with the name of a secret are passwords, which Segment encrypts and hides. */
const report = require('./report')

const SECRET = /token|secret|passw|credential|(?:api|private|access|auth)[_-]?key/i

function* validateSecretFields({ name, authentication }) {
  for (const [key, { type }] of Object.entries(authentication.fields)) {
    if (SECRET.test(key) && type !== 'password') yield `${name}: setting ${key} is of type ${type}, not password`
  }
}

if (require.main === module) {
  for (const { definition } of Object.values(require('./manifest'))) report(validateSecretFields(definition))
}

module.exports = { validateSecretFields }
