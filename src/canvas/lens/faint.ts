/** The class of what is not the lens's concern: Stage.module.css takes its colours away, save that of what is broken. */
export const FAINT = 'faint'
