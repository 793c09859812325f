import type { Tone } from '../facts/podFacts.ts'

const HEPTAGON = 'M16 1.5 27.6 7 30.4 19.6 22.4 29.6H9.6L1.6 19.6 4.4 7Z'

/** The sign inside the heptagon of each kind: a few strokes on a 32 px field. */
const SIGNS: Readonly<Record<string, readonly string[]>> = {
  Pod: ['M16 9 22 12.2v7.2L16 23l-6-3.6v-7.2Z', 'M10 12.2 16 15.6l6-3.4M16 15.6V23'],
  Node: ['M9.5 10.5h13v5h-13zM9.5 17.5h13v5h-13z', 'M12.3 13h.1M12.3 20h.1'],
  Deployment: ['M21.6 13A6.4 6.4 0 1 0 22 18.6', 'M22.4 9.2V13.4h-4.2'],
  ReplicaSet: ['M9.5 12.5h8v8h-8z', 'M13 12.5V9h9.5v9.5h-5'],
  DaemonSet: ['M16 9v14M10 12.5l12 7M22 12.5l-12 7'],
  StatefulSet: [
    'M10.5 11c0-1.2 2.5-2 5.5-2s5.5.8 5.5 2-2.5 2-5.5 2-5.5-.8-5.5-2Z',
    'M10.5 11v10c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2V11M10.5 16c0 1.2 2.5 2 5.5 2s5.5-.8 5.5-2',
  ],
  Job: ['M10 16.5l4 4 8-9'],
  CronJob: ['M23 16a7 7 0 1 1-14 0 7 7 0 0 1 14 0Z', 'M16 11.5V16l3 2'],
  PersistentVolumeClaim: [
    'M10.5 11.5h11v4h-11z',
    'M12.5 15.5v5.2c0 1.3 1.4 2.3 3.5 2.3s3.5-1 3.5-2.3v-5.2M13.5 11.5V8.6M18.5 11.5V8.6',
  ],
  PersistentVolume: [
    'M10 11.5c0-1.4 2.7-2.5 6-2.5s6 1.1 6 2.5S19.3 14 16 14s-6-1.1-6-2.5Z',
    'M10 11.5v9c0 1.4 2.7 2.5 6 2.5s6-1.1 6-2.5v-9',
  ],
  Backend: ['M9 9.5h14v5H9zM9 17.5h14v5H9z', 'M19.6 12h.1M19.6 20h.1M12 12h3.5M12 20h3.5'],
  ConfigMap: ['M11 9h7l3.5 3.5V23H11z', 'M13.5 14.5h5M13.5 18h5'],
  Secret: ['M10.5 15h11v7.5h-11z', 'M12.6 15v-2.4a3.4 3.4 0 0 1 6.8 0V15M16 18v1.6'],
  User: [
    'M19.2 12.4a3.2 3.2 0 1 1-6.4 0 3.2 3.2 0 0 1 6.4 0Z',
    'M10 22.5c.6-3.4 3-5 6-5s5.4 1.6 6 5',
  ],
}

const SHAPES: Readonly<Record<Tone, readonly string[]>> = {
  ok: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'm6.6 10.2 2.4 2.4 4.6-5'],
  work: ['M10 2.6a7.4 7.4 0 1 1-6.4 3.7'],
  wait: ['M5 2.5h10M5 17.5h10M6 3c0 4 4 5 4 7s-4 3-4 7M14 3c0 4-4 5-4 7s4 3 4 7'],
  bad: ['M10 2.2 18.2 17H1.8Z', 'M10 7.8v4M10 14.4v.2'],
  gone: ['M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0Z', 'M10 5.5V10l3 2'],
  done: ['M3.4 3.4h13.2v13.2H3.4z', 'm6.6 10.2 2.4 2.4 4.6-5'],
}

/** All drawings of the stage, once per page; `KindSign` and `StateSign` refer to them. */
export function Sprite() {
  return (
    <svg width="0" height="0" aria-hidden="true" style={{ position: 'absolute' }}>
      <defs>
        {Object.entries(SIGNS).map(([kind, strokes]) => (
          <symbol key={kind} id={`stage-kind-${kind}`} viewBox="0 0 32 32">
            <path d={HEPTAGON} strokeWidth="2.2" />
            <path d={strokes.join('')} strokeWidth="1.8" />
          </symbol>
        ))}
        {Object.entries(SHAPES).map(([tone, strokes]) => (
          <symbol key={tone} id={`stage-state-${tone}`} viewBox="0 0 20 20">
            <path d={strokes[0]} {...(tone === 'gone' ? { strokeDasharray: '3.4 3.4' } : {})} />
            {strokes[1] !== undefined && <path d={strokes[1]} />}
          </symbol>
        ))}
      </defs>
    </svg>
  )
}

const STROKE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeLinejoin: 'round',
  strokeLinecap: 'round',
} as const

/** The heptagon of a kind. Decorative: the name stands beside it. */
export function KindSign({ kind, size = 28 }: { readonly kind: string; readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} {...STROKE}>
      <use href={`#stage-kind-${kind}`} />
    </svg>
  )
}

/** A machine that takes no new pods. Decorative. */
export function NoEntry({ size = 12 }: { readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      strokeWidth="2.6"
      {...STROKE}
    >
      <path d="M17.4 10a7.4 7.4 0 1 1-14.8 0 7.4 7.4 0 0 1 14.8 0ZM5 15 15 5" />
    </svg>
  )
}

/** The shape of a state. Decorative: the word stands beside it or in the name. */
export function StateSign({ tone, size = 18 }: { readonly tone: Tone; readonly size?: number }) {
  return (
    <svg aria-hidden="true" width={size} height={size} strokeWidth="2.2" {...STROKE}>
      <use href={`#stage-state-${tone}`} />
    </svg>
  )
}
