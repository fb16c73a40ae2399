/** The registered destinations by metadata id, loaded from their sources as the monorepo's command line does. */
require('ts-node').register({ transpileOnly: true, project: `${__dirname}/packages/destination-actions/tsconfig.json` })

module.exports = require('./packages/destination-actions/src/destinations').manifest
