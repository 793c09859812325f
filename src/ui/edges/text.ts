import type { Language } from '../../store/ui.ts'

export const en = {
  by: 'written by {{who}}',
  unknown: 'written before the journal begins',
  lost: 'not there',
  goTo: 'Go there: {{name}}',
  go: 'Go there',
  close: 'Close',
  score:
    'The scheduler chose {{node}}: {{feasible}} of {{nodes}} nodes could take the pod, score {{score}}.',
  only: 'The scheduler chose {{node}}: it was the only one of {{nodes}} nodes that could take the pod.',
  room: 'Room is made on {{node}}. Pods of lower priority that have to leave: {{pods}}.',
  related: 'Related',
  names: 'names',
  namedBy: 'named by',
  missing: 'missing',
  optional: 'missing, but optional',
  rest: 'and {{count}} more',
  none: 'Nothing names this object, and it names nothing.',
  ghostOne: 'This object does not exist. One other names it and waits for it.',
  ghostMany: 'This object does not exist. {{count}} others name it and wait for it.',
  create: 'Create {{name}}…',
  owner: 'A new object of the same name would have another uid, so it would not be the owner.',
  read: 'Read on at kubernetes.io: {{page}}',
} as const

type Key = keyof typeof en

export const ko: Readonly<Record<Key, string>> = {
  by: '쓴 곳: {{who}}',
  unknown: '기록이 시작되기 전에 쓴 값',
  lost: '없음',
  goTo: '보러 가기: {{name}}',
  go: '보러 가기',
  close: '닫기',
  score:
    '스케줄러가 {{node}}를 골랐어요. 노드 {{nodes}}개 중 {{feasible}}개가 가능했고 점수는 {{score}}점입니다.',
  only: '스케줄러가 {{node}}를 골랐어요. 노드 {{nodes}}개 중 가능한 곳이 하나뿐이었습니다.',
  room: '{{node}}에 자리를 냅니다. 나가야 하는 파드(우선순위): {{pods}}.',
  related: '관련 오브젝트',
  names: '가리키는 것',
  namedBy: '가리켜지는 곳',
  missing: '없음',
  optional: '없지만 선택 사항',
  rest: '외 {{count}}개',
  none: '이 오브젝트와 서로 가리키는 것이 없어요.',
  ghostOne: '이 오브젝트는 없어요. 이 이름을 적어 두고 기다리는 것이 하나 있습니다.',
  ghostMany: '이 오브젝트는 없어요. 이 이름을 적어 두고 기다리는 것이 {{count}}개 있습니다.',
  create: '{{name}} 만들기…',
  owner: '같은 이름으로 새로 만들어도 uid가 달라서 주인이 되지 못합니다.',
  read: 'kubernetes.io에서 더 읽기: {{page}}',
}

export type EdgeText = (key: Key, values?: Readonly<Record<string, string | number>>) => string

/** These come with the card they stand on, so that the first load does without them. */
export function edgeText(language: Language): EdgeText {
  const texts = language === 'ko' ? ko : en
  return (key, values = {}) =>
    Object.entries(values).reduce<string>(
      (text, [name, value]) => text.replaceAll(`{{${name}}}`, String(value)),
      texts[key],
    )
}
