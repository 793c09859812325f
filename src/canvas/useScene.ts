import { type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import { peekKeys, peekObject, useTopology } from '../store/sim.ts'
import { useView } from '../store/view.ts'
import { ghostFinderCell } from './ghosts/finderCell.ts'
import { litNodes, type StageNode } from './graph/elements.ts'
import type { Wishes } from './graph/grouping.ts'
import { METRICS } from './graph/metrics.ts'
import { type Scene, sceneOf } from './graph/scene.ts'
import type { Lister, StageKind } from './graph/world.ts'
import { useCell } from './hands/cell.ts'
import { expandedCell } from './hands/hands.ts'
import { concernOf } from './lens/concern.ts'
import { concernCell } from './lens/concernCell.ts'
import { filterOf } from './lens/filter.ts'
import { regroupCell } from './lens/regroupCell.ts'
import { followedRooms } from './levels/followRooms.ts'

const read = (kind: StageKind) =>
  peekKeys(kind)
    .map((key) => peekObject(kind, key))
    .filter((object) => object !== undefined)

const list = Object.defineProperty(read, 'rooms', { get: followedRooms }) as Lister

const NOBODY: ReadonlySet<string> = new Set()

/** What is named and not there: the same set while it is the same things. How it is found arrives after the first picture. */
function useGhosts(): ReadonlySet<string> {
  const topology = useTopology()
  const find = useCell(ghostFinderCell, (finder) => finder)
  useEffect(() => {
    if (find) return
    // Failing here only means that what is missing is not drawn.
    void import('./ghosts/find.ts').then(
      ({ findGhosts }) => ghostFinderCell.set(findGhosts),
      () => undefined,
    )
  }, [find])
  return find ? find(topology) : NOBODY
}

/** What the viewer asked for, and what is missing: the same object until either is something else. */
function useWishes(): Wishes {
  const ghosts = useGhosts()
  const expanded = useCell(expandedCell, (machines) => machines)
  const namespaces = useView((state) => state.namespaces)
  const labels = useView((state) => state.labels)
  const folded = useView((state) => state.folded)
  const opened = useView((state) => state.opened)
  const filter = useMemo(() => filterOf(namespaces, labels), [namespaces, labels])
  return useMemo(
    () => ({ expanded, filter, folded, opened, ghosts }),
    [expanded, filter, folded, opened, ghosts],
  )
}

/** Fades what is not the lens's concern: nobody moves. */
export function useLitNodes(scene: Scene): readonly StageNode[] {
  const lens = useView((state) => state.lens)
  const { filter } = useWishes()
  const concern = useMemo(() => concernOf(lens, scene.world, filter), [lens, scene, filter])
  const previous = useRef<readonly StageNode[]>([])
  const nodes = useMemo(
    () => litNodes(scene.nodes, concern, previous.current),
    [scene.nodes, concern],
  )
  useEffect(() => {
    previous.current = nodes
  }, [nodes])
  useEffect(() => concernCell.set(concern), [concern])
  return nodes
}

/** The picture of the cluster. Worked out anew only when the graph changes, never on a status. */
export function useScene(): Scene {
  const topology = useTopology()
  const wishes = useWishes()
  const distance = useView((state) => state.distance)
  const previous = useRef<Scene>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the registry behind `list` changes when topology says so
  const scene = useMemo(
    () => sceneOf(list, wishes, previous.current, METRICS[distance]),
    [topology, wishes, distance],
  )
  useEffect(() => {
    previous.current = scene
  }, [scene])
  return useRegrouped(scene)
}

/** The scene under the lens: some stand beside others, on places that they had among them before. */
function useRegrouped(scene: Scene): Scene {
  const lens = useView((state) => state.lens)
  const how = useCell(regroupCell, (value) => value)
  useEffect(() => {
    if (how || lens === 'all') return
    // Failing here only means that the lens fades and moves nobody.
    void Promise.all([import('./lens/regroup.ts'), import('./lens/glide.ts')]).then(
      ([{ regroup }, { glide }]) => regroupCell.set({ regroup, glide }),
      () => undefined,
    )
  }, [how, lens])
  return useMemo(() => (how ? how.regroup(scene, lens) : scene), [how, scene, lens])
}

/** After another lens, what changed its place glides there. */
export function useGlide(root: RefObject<HTMLElement | null>, { layout }: Scene): void {
  const lens = useView((state) => state.lens)
  const how = useCell(regroupCell, (value) => value)
  const before = useRef({ lens, how, layout })
  useLayoutEffect(() => {
    const old = before.current
    before.current = { lens, how, layout }
    const other = old.lens !== lens || old.how !== how
    if (other && how && root.current) how.glide(root.current, old.layout, layout)
  }, [root, lens, how, layout])
}
