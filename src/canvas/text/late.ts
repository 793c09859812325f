import { type Language, useUi } from '../../store/ui.ts'

/** Texts of parts of the stage that come after the first picture, and bring them along: the drawn layer, long menus, lenses. */
const en = {
  'layer.label': 'Pods and nodes from afar',
  'layer.keys':
    'Arrow keys move, Page Down goes into a node, Page Up out of it, B goes to the next broken pod, Enter selects, G takes a pod in hand.',
  'layer.carrying':
    '{{pod}} in hand: arrow keys choose a node, B goes to the best one, Enter drops, Escape lets go.',
  'layer.nodes': '{{count}} nodes',
  'layer.pods': '{{count}} pods',
  'layer.broken': '{{count}} broken',
  'layer.tally': 'Pods by state',
  'layer.lacks': 'names {{what}}, which does not exist',
  'layer.lacking': '{{count}} pods name something that does not exist',
  'layer.missing': '{{count}} missing',
  'layer.missingList': 'Named, but not there',
  'loop.noRequest': 'nothing was asked yet',
  'loop.noPod': 'no pod waits',
  'loop.noKey': 'all queues are empty: the controllers watch',
  'menu.moreNodes': 'and {{count}} more nodes: find them on the stage',
} as const

export type LateKey = keyof typeof en

const ko: Readonly<Record<LateKey, string>> = {
  'layer.label': '멀리서 본 파드와 노드',
  'layer.keys':
    '화살표로 옮기고, Page Down으로 노드 안에 들어가고, Page Up으로 나와요. B는 다음 고장 난 파드, Enter는 선택, G는 파드 들기예요.',
  'layer.carrying':
    '손에 든 파드: {{pod}}. 화살표로 노드를 고르고, B는 가장 좋은 노드, Enter는 내려놓기, Esc는 그만두기예요.',
  'layer.nodes': '노드 {{count}}개',
  'layer.pods': '파드 {{count}}개',
  'layer.broken': '고장 {{count}}개',
  'layer.tally': '상태별 파드 수',
  'layer.lacks': '없는 것을 참조해요: {{what}}',
  'layer.lacking': '없는 것을 참조하는 파드 {{count}}개',
  'layer.missing': '없음 {{count}}개',
  'layer.missingList': '참조하지만 없는 것',
  'loop.noRequest': '아직 요청이 없어요',
  'loop.noPod': '기다리는 파드가 없어요',
  'loop.noKey': '큐가 모두 비어 있고, 컨트롤러는 지켜보고 있어요',
  'menu.moreNodes': '그 밖의 노드 {{count}}개는 화면에서 찾아보세요',
}

export type LateText = (key: LateKey, values?: Readonly<Record<string, string | number>>) => string

export const LATE_TEXTS: Readonly<Record<Language, Readonly<Record<LateKey, string>>>> = { en, ko }

const textOf = (language: Language): LateText => {
  return (key, values = {}) =>
    Object.entries(values).reduce<string>(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
      LATE_TEXTS[language][key],
    )
}

const TEXTS: Readonly<Record<Language, LateText>> = { en: textOf('en'), ko: textOf('ko') }

export function useLateText(): LateText {
  return TEXTS[useUi((state) => state.language)]
}
