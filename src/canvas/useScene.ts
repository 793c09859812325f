import { useEffect, useMemo, useRef } from 'react'
import { peekKeys, peekObject, useTopology } from '../store/sim.ts'
import { roomOf, useUi } from '../store/ui.ts'
import { relationEdges, type StageEdge } from './graph/elements.ts'
import { METRICS } from './graph/metrics.ts'
import { edgesOf } from './graph/relations.ts'
import { type Scene, sceneOf } from './graph/scene.ts'
import { idOf, type Lister, type StageKind } from './graph/world.ts'
import { useCell } from './hands/cell.ts'
import { expandedCell } from './hands/hands.ts'

const list = ((kind: StageKind) =>
  peekKeys(kind)
    .map((key) => peekObject(kind, key))
    .filter((object) => object !== undefined)) as Lister

/** The picture of the cluster. Worked out anew only when the graph changes, never on a status. */
export function useScene(): Scene {
  const topology = useTopology()
  const expanded = useCell(expandedCell, (machines) => machines)
  const distance = useUi((state) => roomOf(state.theme))
  const previous = useRef<Scene>(undefined)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the registry behind `list` changes when topology says so
  const scene = useMemo(
    () => sceneOf(list, expanded, previous.current, METRICS[distance]),
    [topology, expanded, distance],
  )
  useEffect(() => {
    previous.current = scene
  }, [scene])
  return scene
}

/** The wires of the storage, and the relations of what is selected. */
export function useEdges(scene: Scene): StageEdge[] {
  const selected = useUi((state) =>
    state.selection === null ? '' : idOf(state.selection.kind, state.selection.key),
  )
  return useMemo(() => {
    const relations =
      selected === '' ? [] : relationEdges(edgesOf(selected, scene.world), scene.layout)
    return [...scene.wires, ...relations]
  }, [selected, scene])
}
