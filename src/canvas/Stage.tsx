import { lazy, Suspense, useEffect, useRef } from 'react'
import { ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from 'reactflow'
import 'reactflow/dist/base.css'
import { useView } from '../store/view.ts'
import { Edges } from './edges/Edges.tsx'
import { EDGE_TYPES } from './edges/edgeTypes.tsx'
import { useFly } from './find/useFly.ts'
import { attachHands } from './hands/attach.ts'
import { Ghost } from './hands/Ghost.tsx'
import { Popups } from './hands/Popups.tsx'
import { Refusals } from './hands/Refusals.tsx'
import { useDoor } from './hands/useDoor.ts'
import { StageBar } from './lens/StageBar.tsx'
import { useShield } from './levels/useShield.ts'
import { useShown } from './levels/useShown.ts'
import { MapCorner } from './minimap/MapCorner.tsx'
import { Badges } from './motion/Badges.tsx'
import { Overlay } from './motion/Overlay.tsx'
import { NODE_TYPES } from './nodes/nodeTypes.tsx'
import { Sprite } from './nodes/Sprite.tsx'
import styles from './Stage.module.css'
import { useStageText } from './text/useStageText.ts'
import { useFit } from './useFit.ts'
import { useGlide, useLitNodes, useScene } from './useScene.ts'
import { useType } from './useType.ts'

/** The drawn layer of clusters that React Flow cannot carry whole. */
const Layer = lazy(async () => ({ default: (await import('./layer/Layer.tsx')).Layer }))

/** What plugs are, for whoever points at them. */
const Tips = lazy(async () => ({ default: (await import('./hands/Tips.tsx')).Tips }))

/** The cluster as a picture that answers: everything on it comes from the store, every touch becomes an intent. */
export function Stage() {
  return (
    <ReactFlowProvider>
      <StageBody />
    </ReactFlowProvider>
  )
}

function StageBody() {
  const text = useStageText()
  const root = useRef<HTMLElement>(null)
  const scene = useScene()
  const { seen, levels, shown } = useShown(scene)
  const nodes = useLitNodes(seen)
  const { fit, touched } = useFit(root, scene.layout)
  useEffect(() => (root.current ? attachHands(root.current) : undefined), [])
  useFocusInView(root)
  useDoor(root, fit, touched)
  useType(root, levels !== undefined)
  useGlide(root, scene)
  useFly(scene, touched)
  const shield = useShield(root, touched)
  const lens = useView((state) => state.lens)
  const distance = useView((state) => state.distance)
  return (
    <section
      ref={root}
      className={styles.stage}
      aria-label={text('canvas')}
      data-level={levels && shown.level}
      data-moving={(levels && shown.moving) || undefined}
      data-lens={lens}
      data-distance={distance}
    >
      <Sprite />
      <StageBar />
      <Suspense fallback={null}>
        {levels && <Layer levels={levels} scene={scene} shown={shown} />}
      </Suspense>
      <ReactFlow
        nodes={nodes as never}
        edges={seen.wires as never}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        minZoom={levels ? 0.01 : 0.15}
        maxZoom={3}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        noPanClassName="stays"
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        disableKeyboardA11y
        attributionPosition="bottom-left"
        onMove={shield.raise}
        onMoveEnd={shield.lower}
      >
        <ViewportPortal>
          {!levels && <div className={styles.grid} />}
          <Badges layout={seen.layout} />
          <Overlay layout={scene.layout} />
          <Refusals layout={scene.layout} />
          <Edges layout={seen.layout} />
        </ViewportPortal>
      </ReactFlow>
      <MapCorner layout={scene.layout} touched={touched} />
      <ViewButtons fit={fit} touched={touched} />
      <Popups />
      <Ghost />
      <Suspense fallback={null}>
        <Tips root={root} />
      </Suspense>
    </section>
  )
}

interface ViewProps {
  readonly fit: () => void
  readonly touched: () => void
}

function ViewButtons({ fit, touched }: ViewProps) {
  const text = useStageText()
  const flow = useReactFlow()
  return (
    <div className={styles.view}>
      <button
        type="button"
        aria-label={text('view.in')}
        onClick={() => {
          touched()
          void flow.zoomIn({ duration: 150 })
        }}
      >
        +
      </button>
      <button
        type="button"
        aria-label={text('view.out')}
        onClick={() => {
          touched()
          void flow.zoomOut({ duration: 150 })
        }}
      >
        −
      </button>
      <button type="button" aria-label={text('view.fit')} onClick={fit}>
        ⤢
      </button>
    </div>
  )
}

/** Whoever walks by keyboard sees where they are: what gets focus outside the view is brought into it. */
function useFocusInView(root: React.RefObject<HTMLElement | null>): void {
  const flow = useReactFlow()
  useEffect(() => {
    const element = root.current
    if (!element) return
    const bring = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement) || !target.closest('.react-flow__node')) return
      if (!target.matches(':focus-visible')) return
      const box = target.getBoundingClientRect()
      const room = element.getBoundingClientRect()
      const seen =
        box.left >= room.left &&
        box.right <= room.right &&
        box.top >= room.top &&
        box.bottom <= room.bottom
      if (seen) return
      const { x, y } = flow.screenToFlowPosition({
        x: box.left + box.width / 2,
        y: box.top + box.height / 2,
      })
      void flow.setCenter(x, y, { zoom: flow.getZoom() })
    }
    element.addEventListener('focusin', bring)
    return () => element.removeEventListener('focusin', bring)
  }, [root, flow])
}
