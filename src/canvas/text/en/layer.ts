/** States of pods, as they are counted. */
export const layerEn = {
  'tone.ok': 'ready',
  'tone.work': 'starting',
  'tone.wait': 'pending',
  'tone.bad': 'broken',
  'tone.gone': 'terminating',
  'tone.done': 'completed',
} as const
