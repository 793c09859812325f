import { useEffect, useLayoutEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { useStoreApi } from 'reactflow'
import type { Pod } from '../../sim/index.ts'
import { peekObject } from '../../store/sim.ts'
import type { Scene } from '../graph/scene.ts'
import { refOf, type World } from '../graph/world.ts'
import { Levels, NOTHING_SHOWN, type Shown } from './controller.ts'
import { EDGE_CAP, NODE_CAP } from './plan.ts'

const MACHINES_WITHOUT_LEVELS = 12
/** To be small again it must be well inside the limits: a machine that comes and goes at the limit changes nothing. */
const SLACK = 0.85

/** A cluster that React Flow can carry whole has no levels: everything is there, however far away. */
export function isSmall({ layout, groups }: Scene, before = true): boolean {
  const slack = before ? 1 : SLACK
  return (
    groups.machines.length <= MACHINES_WITHOUT_LEVELS * slack &&
    layout.boxes.length <= NODE_CAP * slack
  )
}

class PodsOnStage extends Map<string, Pod> {
  /** Asked for by name, every pod can be had. */
  override get(key: string): Pod | undefined {
    return peekObject('Pod', key)
  }

  override has(key: string): boolean {
    return this.get(key) !== undefined
  }
}

/** The world as far as it is on stage: relations can only be drawn between what is there. */
function worldOnStage(world: World, boxes: Shown['boxes']): World {
  const pods = new PodsOnStage()
  for (const box of boxes)
    for (const key of box.type === 'pod' ? [refOf(box.id).key] : []) {
      const pod = peekObject('Pod', key)
      if (pod) pods.set(key, pod)
    }
  return Object.create(world, { Pod: { value: pods, enumerable: true } }) as World
}

function onStage(scene: Scene, shown: Pick<Shown, 'boxes' | 'nodes'>): Scene {
  const there = new Set(shown.boxes.map((box) => box.id))
  const wires = scene.wires
    .filter((edge) => there.has(edge.source) && there.has(edge.target))
    .slice(0, EDGE_CAP)
  return {
    ...scene,
    world: worldOnStage(scene.world, shown.boxes),
    layout: { ...scene.layout, boxes: shown.boxes },
    nodes: shown.nodes,
    wires,
  }
}

export interface Staged {
  /** The scene as far as React Flow is given it. */
  readonly seen: Scene
  /** What decides that, in a cluster that is too large to be given whole. */
  readonly levels: Levels | undefined
  readonly shown: Shown
}

const NOBODY = () => () => {}

/** Cuts the scene down to what is in view. A small one passes untouched. */
export function useShown(scene: Scene): Staged {
  const flow = useStoreApi()
  const [made] = useState(() => new Levels())
  /** The scene that was shown whole last; none while there are levels. */
  const whole = useRef<Scene>(undefined)
  const [wasSmall, setSmall] = useState(true)
  const small = isSmall(scene, wasSmall)
  if (small !== wasSmall) setSmall(small)
  const levels = small ? undefined : made
  if (levels && whole.current) {
    levels.adopt(scene.layout, whole.current.nodes)
    whole.current = undefined
  }
  useEffect(() => {
    if (small) whole.current = scene
  }, [small, scene])
  useLayoutEffect(() => levels?.setLayout(scene.layout), [levels, scene])
  useEffect(() => {
    if (!levels) return undefined
    const look = () => {
      const { transform, width, height } = flow.getState()
      levels.setView({ x: transform[0], y: transform[1], zoom: transform[2], width, height })
    }
    look()
    const done = flow.subscribe(look)
    return () => {
      done()
      levels.stop()
    }
  }, [levels, flow])
  const shown = useSyncExternalStore(
    levels ? (listener) => levels.subscribe(listener) : NOBODY,
    () => levels?.get() ?? NOTHING_SHOWN,
  )
  const { boxes, nodes } = shown
  const seen = useMemo(
    () => (levels ? onStage(scene, { boxes, nodes }) : scene),
    [levels, scene, boxes, nodes],
  )
  return { seen, levels, shown }
}
