import type { Kind } from '../types/kinds.ts'

/** What differs between clients. */
export interface KubectlProfile {
  /** Columns of `get` that the version does not have. */
  readonly missingColumns: Partial<Readonly<Record<Kind, readonly string[]>>>
  /** RESTARTS says how long ago the last restart was. */
  readonly restartAge: boolean
  /** Several objects are described with the events of each. */
  readonly eventsOfMany: boolean
  /** `describe` puts the part of an object that an event is about before its message. */
  readonly eventFields: boolean
  /** `rollout undo` warns about objects that are applied. */
  readonly undoWarning: boolean
  /** `--record` is called deprecated. */
  readonly recordDeprecated: boolean
  /** `autoscale --cpu-percent` is called deprecated. */
  readonly cpuPercentIsOld: boolean
  /** How `top node` heads a share: CPU(%), or CPU% as before. */
  readonly sharesInBrackets: boolean
}

/** kubectl 1.18. */
export const BOOK_KUBECTL: KubectlProfile = {
  missingColumns: {
    PersistentVolume: ['VOLUMEATTRIBUTESCLASS'],
    PersistentVolumeClaim: ['VOLUMEATTRIBUTESCLASS'],
    PriorityClass: ['PREEMPTIONPOLICY'],
    CronJob: ['TIMEZONE'],
    Job: ['STATUS'],
  },
  restartAge: false,
  eventsOfMany: true,
  eventFields: false,
  undoWarning: false,
  recordDeprecated: false,
  cpuPercentIsOld: false,
  sharesInBrackets: false,
}

/** kubectl 1.36. */
export const CURRENT_KUBECTL: KubectlProfile = {
  missingColumns: {},
  restartAge: true,
  eventsOfMany: false,
  eventFields: true,
  undoWarning: true,
  recordDeprecated: true,
  cpuPercentIsOld: true,
  sharesInBrackets: true,
}
