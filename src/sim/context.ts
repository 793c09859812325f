/** On whose behalf writes happen, and why. */
export interface Context {
  readonly actor: string
  /** Component in recorded events. */
  readonly source: string
  readonly cause: number
  readonly reason: string
}

/** Who acts outside the clockwork unless somebody else is named. */
export const USER: Context = { actor: 'user', source: 'kubectl', cause: 0, reason: '' }
