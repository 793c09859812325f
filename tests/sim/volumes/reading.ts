export { backendOf } from '../../../src/sim/volumes/backend.ts'
export { filesOf } from '../../../src/sim/volumes/read.ts'
