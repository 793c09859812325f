import { useEffect, useRef } from 'react'
import { Background, ReactFlow, ReactFlowProvider, useReactFlow, ViewportPortal } from 'reactflow'
import 'reactflow/dist/base.css'
import { EDGE_TYPES } from './edges/edgeTypes.tsx'
import { attachHands } from './hands/attach.ts'
import { Ghost } from './hands/Ghost.tsx'
import { Popups } from './hands/Popups.tsx'
import { Refusals } from './hands/Refusals.tsx'
import { Overlay } from './motion/Overlay.tsx'
import { NODE_TYPES } from './nodes/nodeTypes.tsx'
import { Sprite } from './nodes/Sprite.tsx'
import styles from './Stage.module.css'
import { useStageText } from './text/useStageText.ts'
import { useFit } from './useFit.ts'
import { useEdges, useScene } from './useScene.ts'

const GRID = 22

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
  const edges = useEdges(scene)
  const { fit, touched } = useFit(root, scene.layout.width, scene.layout.height)
  useEffect(() => (root.current ? attachHands(root.current) : undefined), [])
  useFocusInView(root)
  return (
    <section ref={root} className={styles.stage} aria-label={text('canvas')}>
      <Sprite />
      <ReactFlow
        nodes={scene.nodes as never}
        edges={edges}
        nodeTypes={NODE_TYPES}
        edgeTypes={EDGE_TYPES}
        minZoom={0.15}
        maxZoom={3}
        nodesDraggable={false}
        nodesConnectable={false}
        nodesFocusable={false}
        edgesFocusable={false}
        elementsSelectable={false}
        zoomOnDoubleClick={false}
        deleteKeyCode={null}
        selectionKeyCode={null}
        multiSelectionKeyCode={null}
        disableKeyboardA11y
        attributionPosition="bottom-left"
        onMove={(event) => {
          if (event) touched()
        }}
      >
        <Background gap={GRID} size={1.4} color="var(--grid)" />
        <ViewportPortal>
          <Overlay layout={scene.layout} />
          <Refusals layout={scene.layout} />
        </ViewportPortal>
      </ReactFlow>
      <ViewButtons fit={fit} touched={touched} />
      <Popups />
      <Ghost />
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
