// A knip reporter that says how many files knip looked at, so that a run over nothing does not pass for a clean one.

import type { Reporter } from 'knip'

const report: Reporter = ({ counters }) => {
  process.stdout.write(`knip looked at ${counters.processed} files\n`)
}

export default report
