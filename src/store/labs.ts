import { createLab, isLab, LABS, type LabOptions } from '../scenarios/labs.ts'
import { dressStage } from '../scenarios/welcome.ts'
import { type Cluster, type Recording, record } from '../sim/index.ts'

/** Opens a lab for the screen. The book's lab is dressed for the first three steps. Throws for an unknown name. */
export function openLab(name: string, options: LabOptions): Cluster {
  if (!isLab(name)) throw new RangeError(`There is no lab "${name}"; labs are ${LABS.join(', ')}.`)
  const cluster = createLab(name, options)
  if (name === 'book') dressStage(cluster)
  return cluster
}

/** A lab as it opens, to be shown before the engine is there. */
export function recordLab(name: string, options: LabOptions): Recording {
  return record(openLab(name, options))
}
