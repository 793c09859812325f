/** The engine's bench in the process that is measured: `inside.mjs PODS NODES [cold]` prints its figures as JSON. */
import { engineBench, warmUp } from './engine.ts'

const [pods = '1000', nodes = '50', state = 'warm'] = process.argv.slice(2)
if (state === 'warm') warmUp()
const figures = engineBench(Number(pods), Number(nodes), state === 'cold' ? '-cold' : '')
process.stdout.write(JSON.stringify(figures))
