import type { ApiObject } from '../../sim/index.ts'
import { cordon, scale, uncordon } from '../../store/intents.ts'
import { uiStore } from '../../store/ui.ts'
import { workloadFacts } from '../facts/workloadFacts.ts'
import { idOf, keyOf } from '../graph/world.ts'
import type { StageText } from '../text/useStageText.ts'
import { type Point, popupCell } from './hands.ts'

export interface MenuAction {
  readonly name: string
  readonly label: string
  readonly run: () => void
  readonly danger?: true
}

type Ask = 'bind' | 'reserve' | 'delete' | 'drain'

function scaling(object: ApiObject, text: StageText): readonly MenuAction[] {
  const { desired, scalable } = workloadFacts(object)
  if (!scalable) return []
  const { name, namespace = '' } = object.metadata
  const to = (replicas: number) => () => void scale(object.kind, namespace, name, replicas)
  const more = {
    name: 'more',
    label: text('menu.more', { count: desired + 1 }),
    run: to(desired + 1),
  }
  if (desired === 0) return [more]
  return [
    more,
    { name: 'less', label: text('menu.less', { count: desired - 1 }), run: to(desired - 1) },
  ]
}

/** What one can do with a thing: the same as by dragging, and more. In the order of the menu. */
export function actionsFor(object: ApiObject, at: Point, text: StageText): readonly MenuAction[] {
  const id = idOf(object.kind, keyOf(object))
  const ask = (sort: Ask) => () => popupCell.set({ sort, id, at })
  const look = (name: 'overview' | 'why') => () => {
    const ui = uiStore.getState()
    ui.select({ kind: object.kind, key: keyOf(object) })
    ui.setTab(name)
    ui.togglePanel('inspector', true)
  }
  const general: readonly MenuAction[] = [
    { name: 'inspect', label: text('menu.inspect'), run: look('overview') },
    { name: 'why', label: text('menu.why'), run: look('why') },
  ]
  const remove: MenuAction = {
    name: 'delete',
    label: text('menu.delete'),
    run: ask('delete'),
    danger: true,
  }
  switch (object.kind) {
    case 'Pod': {
      const label = text((object.spec.nodeName ?? '') === '' ? 'menu.bind' : 'menu.move')
      return [...general, { name: 'bind', label, run: ask('bind') }, remove]
    }
    case 'Node':
      return [
        ...general,
        ...nodeActions(object.metadata.name, object.spec.unschedulable, text),
        {
          name: 'drain',
          label: text('menu.drain'),
          run: ask('drain'),
          danger: true,
        },
      ]
    case 'PersistentVolume':
      return [
        ...general,
        { name: 'reserve', label: text('menu.reserve'), run: ask('reserve') },
        remove,
      ]
    default:
      return [...general, ...scaling(object, text), remove]
  }
}

function nodeActions(
  name: string,
  cordoned: boolean | undefined,
  text: StageText,
): readonly MenuAction[] {
  return cordoned
    ? [{ name: 'uncordon', label: text('menu.uncordon'), run: () => void uncordon(name) }]
    : [{ name: 'cordon', label: text('menu.cordon'), run: () => void cordon(name) }]
}
