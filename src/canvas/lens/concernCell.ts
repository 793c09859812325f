import { cell } from '../hands/cell.ts'
import { type Concern, EVERYTHING } from './concern.ts'

/** What the stage is about right now, for the parts that are drawn inside others. */
export const concernCell = cell<Concern>(EVERYTHING)
