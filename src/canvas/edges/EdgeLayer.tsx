import { type CSSProperties, useMemo, useState } from 'react'
import { explainEdge } from '../../store/looking.ts'
import { type Edge, edgeId } from '../../store/relations/edge.ts'
import { screenReader, useEdgesOf } from '../../store/relations/reader.ts'
import { EDGE_WORDS } from '../../store/relations/reasons.ts'
import { useTopology } from '../../store/sim.ts'
import { useUi } from '../../store/ui.ts'
import { useView, type ViewState } from '../../store/view.ts'
import { accessibleName } from '../facts/names.ts'
import type { Layout } from '../graph/layout/boxes.ts'
import { idOf, refOf } from '../graph/world.ts'
import { useStageText } from '../text/useStageText.ts'
import styles from './EdgeLayer.module.css'
import { type Label, type LabelSize, labelsOf, type Rims } from './labels.ts'
import { lensEdges, MOST_EDGES } from './lensEdges.ts'
import { EDGE_LOOKS, MARKERS } from './looks.ts'
import { pathOf, placesOf, type Route, routesOf, turnOf } from './routes.ts'

/** Up to so many lines carry their word; more carry only their sign. */
const WORDS = 14

/** As EdgeLayer.module.css draws them. */
const SIZES: Readonly<Record<ViewState['distance'], LabelSize>> = {
  desk: { letter: 7.6, rest: 15, height: 20, sign: 18 },
  wall: { letter: 14.4, rest: 22, height: 34, sign: 30 },
  pocket: { letter: 7.2, rest: 15, height: 20, sign: 18 },
}

/** In a hand the stage fills the screen: beyond its margin nothing can be seen. */
const POCKET_MARGIN = 5

function rimsOf({ width }: Layout, distance: ViewState['distance']): Rims | undefined {
  return distance === 'pocket' ? [-POCKET_MARGIN, width + POCKET_MARGIN] : undefined
}

/** A relation to itself has no line; the scheduler's card is no box of its own, so a line would end at another's. */
function isDrawn(edge: Edge): boolean {
  return edge.from !== edge.to && edge.name !== 'schedule'
}

function useDrawn(): { readonly edges: readonly Edge[]; readonly own: ReadonlySet<string> } {
  const topology = useTopology()
  const lens = useView((state) => state.lens)
  const selected = useUi(({ selection }) =>
    selection === null ? '' : idOf(selection.kind, selection.key),
  )
  const mine = useEdgesOf(selected)
  return useMemo(() => {
    // The lens reads the same objects: again only when the graph changes.
    const others = topology >= 0 ? lensEdges(lens, screenReader) : []
    const own = new Set(mine.map(edgeId))
    const rest = others.filter((edge) => !own.has(edgeId(edge)))
    return { edges: [...mine, ...rest].filter(isDrawn).slice(0, MOST_EDGES), own }
  }, [mine, lens, topology])
}

function explain(route: Route, event: { clientX: number; clientY: number }, target: Element): void {
  const { clientX: x, clientY: y } = event
  const box = target.getBoundingClientRect()
  // Enter on a label is a click without a place.
  explainEdge(route.edge, x === 0 && y === 0 ? { x: box.left, y: box.bottom + 4 } : { x, y })
}

interface LineProps {
  readonly route: Route
  readonly look: string
  readonly onHover: (id: string | undefined) => void
}

function Line({ route, look, onHover }: LineProps) {
  const { colour, dash, marker } = EDGE_LOOKS[route.edge.name]
  const end = route.spots.at(-1)
  const path = pathOf(route.spots)
  const { d, filled } = MARKERS[marker]
  return (
    <g className={look} style={{ '--edge': `var(${colour})` } as CSSProperties}>
      <path className={styles.halo} d={path} />
      <path className={styles.line} d={path} strokeDasharray={dash} />
      {end && (
        <path
          className={filled ? styles.filled : styles.hollow}
          d={d}
          transform={`translate(${end.x} ${end.y}) rotate(${turnOf(route.spots)}) translate(-11 -6)`}
        />
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same way for fingers as the label is for keys */}
      <path
        className={`nopan ${styles.hit}`}
        d={path}
        onClick={(event) => explain(route, event, event.currentTarget)}
        onPointerEnter={() => onHover(route.id)}
        onPointerLeave={() => onHover(undefined)}
      />
    </g>
  )
}

interface TagProps extends LineProps {
  readonly label: Label
  readonly wordy: boolean
}

function nameOf(id: string): string {
  const { kind, key } = refOf(id)
  return accessibleName(kind, key)
}

function Tag({ route, look, onHover, label, wordy }: TagProps) {
  const text = useStageText()
  const language = useUi((state) => state.language)
  const { colour, word, marker } = EDGE_LOOKS[route.edge.name]
  const { d, filled } = MARKERS[marker]
  const name = text('edge.name', {
    name: EDGE_WORDS[language][route.edge.name].title,
    from: nameOf(route.edge.from),
    to: nameOf(route.edge.to),
  })
  return (
    <button
      type="button"
      className={`nopan ${styles.tag} ${wordy ? '' : styles.small} ${look}`}
      style={{ left: label.at.x, top: label.at.y, '--edge': `var(${colour})` } as CSSProperties}
      aria-label={name}
      title={name}
      onClick={(event) => explain(route, event, event.currentTarget)}
      onPointerEnter={() => onHover(route.id)}
      onPointerLeave={() => onHover(undefined)}
      onFocus={() => onHover(route.id)}
      onBlur={() => onHover(undefined)}
    >
      {wordy ? (
        <span data-text={word} />
      ) : (
        <svg width="12" height="12" aria-hidden="true">
          <path className={filled ? styles.filled : styles.hollow} d={d} />
        </svg>
      )}
    </button>
  )
}

/** The relations of what is selected and of the lens, as lines that answer: over the cards, but around them. */
export function EdgeLayer({ layout }: { readonly layout: Layout }) {
  const { edges, own } = useDrawn()
  const distance = useView((state) => state.distance)
  const [hot, setHot] = useState<string>()
  const { routes, labels } = useMemo(() => {
    const found = routesOf(edges, layout)
    if (found.length === 0) return { routes: found, labels: [] }
    const wordy = found.filter((route) => own.has(route.id)).length <= WORDS
    const word = (route: Route) => (wordy ? EDGE_LOOKS[route.edge.name].word : '')
    const { written } = placesOf(layout)
    const tagged = found.filter((route) => own.has(route.id))
    return {
      routes: found,
      labels: labelsOf(tagged, word, written, SIZES[distance], rimsOf(layout, distance)),
    }
  }, [edges, own, layout, distance])
  const byId = useMemo(() => new Map(routes.map((route) => [route.id, route])), [routes])
  if (routes.length === 0) return null
  const lookOf = (id: string) =>
    [own.has(id) ? styles.own : styles.faint, id === hot ? styles.hot : ''].join(' ')
  return (
    <div className={styles.layer}>
      <svg className={styles.lines} aria-hidden="true">
        {routes.map((route) => (
          <Line key={route.id} route={route} look={lookOf(route.id)} onHover={setHot} />
        ))}
      </svg>
      {labels.map((label) => {
        const route = byId.get(label.id)
        if (!route) return null
        return (
          <Tag
            key={label.id}
            route={route}
            label={label}
            look={lookOf(label.id)}
            wordy={label.wordy}
            onHover={setHot}
          />
        )
      })}
    </div>
  )
}
