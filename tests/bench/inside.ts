/** The engine's bench in the process that is measured: `inside.mjs PODS NODES` prints its figures as JSON. */
import { engineBench } from './engine.ts'

const [pods = '1000', nodes = '50'] = process.argv.slice(2)
process.stdout.write(JSON.stringify(engineBench(Number(pods), Number(nodes))))
